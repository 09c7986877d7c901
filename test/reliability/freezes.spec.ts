import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startLocalAws, type LocalAws } from 'nestjs-ssm-cache/testing';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { bundleFunction } from './support/frozen-function/bundle.js';
import { FrozenFunction, type Invocation } from './support/frozen-function/frozen-function.js';
import type { Read, Reads } from './support/frozen-function/function.js';
import { seededRandom } from './support/random.js';
import { report } from './support/report.js';
import { scaled } from './support/scale.js';

const FREEZES = scaled(300, 24);
const FREEZES_OF_A_PROCESS = 15;
const AT_ONCE = 4;
/** Seconds. A process is frozen for 0.1 to 3 times one of them. */
const TIMEOUTS = { maxAge: 0.4, refreshTimeout: 0.6, preloadTimeout: 2 } as const;
const LATENCY = 30;
/** How long an invocation works at least, in milliseconds: longer than AWS takes to answer. */
const WORK = 200;
const PATIENCE = 900_000;

const MAX_AGE = TIMEOUTS.maxAge * 1_000;

/** What was found in the invocations of all processes. */
class Findings {
  freezes = 0;
  invocations = 0;
  reads = 0;
  starts = 0;
  readonly oldStrict: string[] = [];
  readonly oldPlain: string[] = [];
  readonly failed: string[] = [];

  add(invocation: Invocation, previous: Reads | undefined, frozen: FrozenFunction): Reads | undefined {
    this.invocations += 1;
    if ('error' in invocation) {
      this.failed.push(invocation.error);
      return undefined;
    }
    const { result } = invocation;
    if (previous === undefined) this.starts += 1;
    const known = previous?.began ?? knownSinceStart(result, frozen);
    const where = `of invocation ${this.invocations}, ${previous ? `${result.began - previous.began} ms after the last one` : 'the first'}, frozen last ${frozen.lastStop(result.began)}`;
    for (const read of result.strict) this.#check(read, read.at - MAX_AGE, this.oldStrict, where);
    for (const read of result.plain) this.#check(read, known - MAX_AGE, this.oldPlain, where);
    return result;
  }

  #check({ what, at, value }: Read, since: number, old: string[], where: string): void {
    this.reads += 1;
    if (!(value >= since)) old.push(`${what}: ${at - value} ms old, ${since - value} ms too much ${where}`);
  }
}

/**
 * The first invocation reads what its own start has loaded. A value that was fresh at the end of the start can be too old when it
 * is read, by as long as the process was frozen in between; no code runs there that could load it again.
 */
const knownSinceStart = ({ began }: Reads, frozen: FrozenFunction): number =>
  began - frozen.frozenUntil(began);

describe('A function that is frozen at random moments', () => {
  const folder = mkdtempSync(join(tmpdir(), 'frozen-function-'));
  const file = join(folder, 'index.mjs');
  let aws: LocalAws;

  beforeAll(() => bundleFunction(file));
  let onCall: () => void;
  beforeEach(async () => {
    aws = await startLocalAws({ latency: LATENCY });
    onCall = () => undefined;
    const tell = (): boolean => {
      const now = String(Date.now());
      for (const name of ['/plain', '/strict', '/config/now']) aws.parameterStore.put(name, now);
      for (const id of ['plain', 'strict']) aws.secretsManager.put(id, now);
      onCall();
      return false;
    };
    // What AWS holds is the time at which it is asked.
    aws.faults.always('delay', { when: tell });
  });
  afterEach(() => aws.close());
  afterAll(() => rmSync(folder, { recursive: true }));

  const makeFunction = (): FrozenFunction =>
    new FrozenFunction(file, { ...TIMEOUTS, work: WORK, client: aws.clientConfig() });

  const freeze = async (frozen: FrozenFunction, random: () => number, findings: Findings): Promise<void> => {
    const timeouts = Object.values(TIMEOUTS);
    const timeout = timeouts[Math.floor(random() * timeouts.length)] as number;
    frozen.freeze();
    await wait((0.1 + 2.9 * random()) * timeout * 1_000);
    frozen.thaw();
    findings.freezes += 1;
  };

  const runProcess = async (freezes: number, seed: number, findings: Findings): Promise<void> => {
    const random = seededRandom(seed);
    const frozen = makeFunction();
    let previous: Reads | undefined;
    for (let count = 0; count < freezes; count += 1) {
      const invocation = frozen.invoke();
      // The first one is in the middle of the start; half of the others come after the answer, as those of AWS Lambda do.
      const isAfterAnswer = count > 0 && random() < 0.5;
      await (isAfterAnswer ? invocation : wait(random() * (count === 0 ? 1_500 : WORK + 100)));
      await freeze(frozen, random, findings);
      previous = findings.add(await invocation, previous, frozen);
    }
    findings.add(await frozen.invoke(), previous, frozen);
    await frozen.end();
  };

  it.each([1, 2, 3])(
    'starts with values that are fresh if it is frozen at call %d of the start',
    async (nth) => {
      const frozen = makeFunction();
      const stopped = new Promise<void>((resolve) => {
        let calls = 0;
        onCall = () => {
          calls += 1;
          if (calls !== nth) return;
          frozen.freeze();
          setTimeout(() => resolve(frozen.thaw()), 3 * MAX_AGE);
        };
      });
      const invocation = await frozen.invoke();
      await stopped;
      await frozen.end();

      if ('error' in invocation) throw new Error(invocation.error);
      const { began, plain } = invocation.result;
      expect(frozen.frozenUntil(began)).toBeGreaterThan(2 * MAX_AGE);
      expect(plain.map(({ value }) => began - value < MAX_AGE)).toEqual(plain.map(() => true));
    },
  );

  it(
    'never answers with a value that is too old',
    async () => {
      const findings = new Findings();
      let left = FREEZES;
      let seed = 0;
      const work = async (): Promise<void> => {
        while (left > 0) {
          const freezes = Math.min(left, FREEZES_OF_A_PROCESS);
          left -= freezes;
          // oxlint-disable-next-line no-await-in-loop -- one process after the other
          await runProcess(freezes, (seed += 1), findings);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      const { freezes, invocations, reads, starts, oldStrict, oldPlain, failed } = findings;
      expect({ oldStrict, oldPlain, failed }).toEqual({ oldStrict: [], oldPlain: [], failed: [] });
      expect(reads).toBeGreaterThan(freezes * 6);
      report({
        row: 'a function that is stopped at random',
        figure: `${freezes} times in ${starts} starts and ${invocations} invocations: ${oldStrict.length} strict, ${oldPlain.length} plain of ${reads.toLocaleString('en')} reads`,
        holds: oldStrict.length + oldPlain.length + failed.length === 0,
      });
    },
    PATIENCE,
  );
});
