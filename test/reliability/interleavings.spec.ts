import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Explored } from './support/interleavings/explore.js';
import { PROPERTIES } from './support/interleavings/properties.js';
import { report } from './support/report.js';
import { scaled } from './support/scale.js';

const RUNS = scaled(50_000, 500);
const PATIENCE = 600_000;

const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

describe('In whatever order things happen', () => {
  /** A process of its own, since a test environment makes each promise twice as slow. */
  let explorer: ChildProcess;

  beforeAll(() => {
    explorer = fork(path('./support/interleavings/explore.ts'), {
      execArgv: ['--import', path('../support/typescript-hooks.js')],
    });
  });

  afterAll(async () => {
    explorer.disconnect();
    await once(explorer, 'exit');
  });

  it.each(PROPERTIES)(
    '$promise',
    async ({ promise }) => {
      explorer.send({ promise, runs: RUNS });
      const [{ schedules, failure }] = (await Promise.race([
        once(explorer, 'message'),
        once(explorer, 'exit').then(([code]) => [
          { schedules: 0, failure: `It ended with ${String(code)}, as by an unhandled rejection.` },
        ]),
      ])) as [Explored];

      expect(failure).toBeUndefined();
      report({
        row: 'schedules explored',
        figure: `${schedules.toLocaleString('en')} per property; 0 failures`,
        holds: schedules >= RUNS,
      });
    },
    PATIENCE,
  );
});
