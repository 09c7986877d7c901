import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Explored } from '../support/rotation-schedules/explore-rotations.js';
import { report } from './support/report.js';
import { scaled } from './support/scale.js';

const RUNS = scaled(50_000, 500);

const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** Of the 50,000 schedules, on a machine that does other things as well. */
const PATIENCE = 600_000;

describe('In whatever order secrets rotate, and calls fail', () => {
  /** A process of its own, since a test environment makes each promise twice as slow. */
  let explorer: ChildProcess;

  beforeAll(() => {
    explorer = fork(path('./support/explore-rotations.ts'), {
      execArgv: ['--import', path('../support/typescript-hooks.js')],
    });
  });

  afterAll(async () => {
    explorer.disconnect();
    await once(explorer, 'exit');
  });

  it(
    'no versions are mixed, no refused version stays, no call too many is made, and the next rotation is unnoticed',
    async () => {
      explorer.send({ runs: RUNS });
      const [{ schedules, failure }] = (await Promise.race([
        once(explorer, 'message'),
        once(explorer, 'exit').then(([code]) => [
          { schedules: 0, failure: `It ended with ${String(code)}, as by an unhandled rejection.` },
        ]),
      ])) as [Explored];

      expect(failure).toBeUndefined();
      report({
        row: 'rotations with pending versions',
        figure: `${schedules.toLocaleString('en')} schedules; 0 failures`,
        holds: schedules >= RUNS,
      });
    },
    PATIENCE,
  );
});
