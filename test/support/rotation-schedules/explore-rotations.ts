import * as fc from 'fast-check';
import { schedules, worlds } from './rotation-steps.js';
import { RotationWorld } from './rotation-world.js';

const LONGEST_SCHEDULE = 30;

/** What came of exploring. */
export interface Explored {
  readonly schedules: number;
  /** The shortest schedule that breaks a promise, and the seed to find it again; `undefined` if there is none. */
  readonly failure: string | undefined;
}

/** Rotations, calls, refreshes and failures in random orders. */
export const exploreRotations = async (numRuns: number): Promise<Explored> => {
  let explored = 0;
  const details = await fc.check(
    fc.asyncProperty(worlds, schedules(LONGEST_SCHEDULE), async (options, steps) => {
      explored += 1;
      const world = new RotationWorld(options);
      await world.load();
      await fc.asyncModelRun(() => ({ model: {}, real: world }), steps);
      await world.heal();
      if (world.broken.length > 0) throw new Error(world.broken.join('\n'));
    }),
    { numRuns },
  );
  const failure = details.failed
    ? `${String(details.errorInstance)}\n${fc.defaultReportMessage(details)}`
    : undefined;
  return { schedules: explored, failure };
};
