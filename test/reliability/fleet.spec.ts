import { describe, expect, it } from '@jest/globals';
import { startFleet, type FleetOptions, type FleetStart } from './support/fleet.js';
import { report } from './support/report.js';
import { scaled } from './support/scale.js';

const FLEET = { kind: 'application', size: 40, parameters: 50, callsPerSecond: 40 } as const;
const TASKS = { kind: 'application of a path', size: 10, parameters: 200, callsPerSecond: 40 } as const;
const RUNS = scaled(3, 1);
/** What starting may take by itself, in seconds, so that it is the throttling that is measured. */
const UNTHROTTLED = 0.3;

const said = ({ started, p95, calls }: FleetStart): string =>
  `${started} started, p95 ${Number.isFinite(p95) ? `${p95.toFixed(1)} s` : 'never'}, ${calls} calls`;

const worstOf = (starts: readonly FleetStart[]): FleetStart => ({
  started: Math.min(...starts.map(({ started }) => started)),
  p95: Math.max(...starts.map(({ p95 }) => p95)),
  calls: Math.max(...starts.map(({ calls }) => calls)),
});

/** By how much time has to be slowed, for AWS and for a fleet alike, where the machine is too busy to start it at once. */
const slownessFor = ({ p95 }: FleetStart): number => Math.max(1, Math.round(p95 / UNTHROTTLED));

const startRepeatedly = async (options: FleetOptions): Promise<FleetStart> => {
  const starts: FleetStart[] = [];
  // oxlint-disable-next-line no-await-in-loop -- one fleet at a time is what is measured
  for (let run = 0; run < RUNS; run += 1) starts.push(await startFleet(options));
  return worstOf(starts);
};

describe('A fleet that starts at once in front of one account', () => {
  it('starts whole, in little more than the time that its calls need', async () => {
    const free = await startFleet({ ...FLEET, callsPerSecond: Infinity, slowness: 1 });
    const slowness = slownessFor(free);
    const worst = await startRepeatedly({ ...FLEET, slowness });
    const naive = await startFleet({ ...FLEET, kind: 'naive', slowness });
    expect(free).toMatchObject({ started: FLEET.size, calls: 200 });
    expect(naive.started).toBeLessThan(FLEET.size);
    report({
      row: 'fleet of 40 × 50 at 40 calls/s',
      figure: `${said(worst)} (worst of ${RUNS}, time slowed ${slowness} ×); in parallel with the SDK's retries: ${said(naive)}`,
      holds: worst.started === FLEET.size && worst.p95 <= 5 && worst.calls <= 420,
    });
  }, 600_000);

  it('starts whole, too, where each member lists a path of many pages', async () => {
    const free = await startFleet({ ...TASKS, callsPerSecond: Infinity, slowness: 1 });
    const slowness = slownessFor(free);
    const worst = await startRepeatedly({ ...TASKS, slowness });
    expect(free).toMatchObject({ started: TASKS.size, calls: 200 });
    report({
      row: 'ten tasks × a path of 200 at 40 calls/s',
      figure: `${said(worst)} (worst of ${RUNS}, time slowed ${slowness} ×)`,
      holds: worst.started === TASKS.size,
    });
  }, 600_000);
});
