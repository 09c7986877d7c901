import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { startLocalAws, type LocalAws } from 'nestjs-ssm-cache/testing';
import { CANARIES, finderOf } from './canary.js';
import { PATIENCE } from './cases.js';
import { store } from './stored.js';
import { Tally } from './tally.js';
import { faultsQuoting } from './wire-faults.js';

const WAYS = [
  'an unhandled rejection',
  'an uncaught exception',
  'a failed start',
  'a failed start that nobody catches',
  'a diagnostic report',
];
const FAULTS = [
  'JSON cut inside the value',
  'AccessDeniedException that quotes it',
  'an error whose members hold it',
];

/** What a process wrote until it died. */
const lastWords = (env: NodeJS.ProcessEnv): Promise<{ code: unknown; output: string }> =>
  new Promise((resolve) => {
    const script = join(import.meta.dirname, 'dying-process.mjs');
    execFile(process.execPath, [script], { env, timeout: 60_000 }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, output: stdout + stderr }),
    );
  });

describe('A process that dies of what it cannot read', () => {
  const tally = new Tally('dying processes');
  let aws: LocalAws;
  beforeAll(async () => {
    aws = await startLocalAws();
  });
  afterAll(() => aws.close());

  const cases = CANARIES.slice(0, 2).flatMap((canary) => WAYS.map((way) => ({ canary, way })));

  it.each(cases)(
    'does not print it, by $way: $canary.title',
    async ({ canary, way }) => {
      const find = finderOf(canary);
      const faults = faultsQuoting(canary);
      store(aws, canary.value);
      for (const fault of [...FAULTS, 'a text where a number is wanted']) {
        aws.faults.clear();
        const answer = faults[fault];
        if (answer !== undefined) aws.faults.always(answer);
        const { code, output } = await lastWords({
          PATH: process.env['PATH'],
          ENDPOINT: aws.endpoint,
          WAY: way,
          ...(answer === undefined && { TRANSFORM: 'number' }),
        });
        const trace = find(output);
        tally.add(
          { tried: 1, found: trace === undefined ? [] : [trace] },
          `${fault}, ${way}, ${canary.title}`,
        );
        expect({ way, code: code !== 0, says: /SSM_CACHE_|could not|cannot/.test(output) }).toEqual({
          way,
          code: true,
          says: true,
        });
      }
      expect(tally.found).toEqual([]);
    },
    PATIENCE,
  );

  it('does not print it, however it dies', () => tally.report(cases.length * FAULTS.length));
});
