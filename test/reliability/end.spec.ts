import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startLocalAws, type LocalAws } from 'nestjs-ssm-cache/testing';
import { WatchedProcess } from './support/watched-process.js';

const FORGETFUL = join(import.meta.dirname, 'support/forgetful');
const JEST = join(import.meta.dirname, '../../node_modules/jest/bin/jest.js');
/** Seconds that ending may take on a machine that is busy. */
const SOON = 3;

describe('A process', () => {
  let aws: LocalAws;

  beforeEach(async () => {
    aws = await startLocalAws({ parameters: { '/host': 'localhost' } });
  });
  afterEach(() => aws.close());

  const calls = async (count: number): Promise<void> => {
    while (aws.calls.length < count) await wait(5);
  };

  it('ends at once on SIGTERM, though a refresh hangs', async () => {
    const process = WatchedProcess.does('serve', aws);
    await process.hasSaid('done');
    aws.faults.always('no-answer');
    const before = aws.calls.length;
    await calls(before + 1);
    await wait(300);
    process.tell('SIGTERM');
    const { seconds, signal } = await process.end();

    expect(signal).toBe('SIGTERM');
    expect(seconds).toBeLessThan(SOON);
    expect(process.output.trim().split('\n')).toEqual(['done', 'SSM_CACHE_CLOSED']);
  }, 60_000);

  it('ends at once on SIGTERM, though its start is being throttled', async () => {
    aws.throttle({ ratePerSecond: 0.001, burst: 0 });
    const process = WatchedProcess.does('start', aws);
    await calls(2);
    process.tell('SIGTERM');
    const { seconds, signal } = await process.end();

    expect(signal).toBe('SIGTERM');
    expect(seconds).toBeLessThan(SOON);
    expect(process.output).toBe('');
  }, 60_000);

  it.each(['start', 'read'])(
    'that has nothing more to do after it did "%s" ends by itself',
    async (deed) => {
      const process = WatchedProcess.does(deed, aws);
      await process.hasSaid('done');
      const { seconds, code } = await process.end();

      expect({ code, output: process.output }).toEqual({ code: 0, output: 'localhost\ndone\n' });
      expect(seconds).toBeLessThan(SOON);
    },
    60_000,
  );

  it('is held by a refresh that nobody waits for no longer than by its deadline', async () => {
    aws.faults.always('no-answer', { when: () => aws.calls.length > 1 });
    const process = WatchedProcess.does('leave', aws);
    await process.hasSaid('done');
    const { seconds, code } = await process.end();

    expect({ code, output: process.output }).toEqual({ code: 0, output: 'localhost\ndone\nlocalhost\n' });
    expect(seconds).toBeLessThan(1 + SOON);
  }, 60_000);

  it('keeps no cache that nobody holds any more, closed or not', async () => {
    const process = WatchedProcess.does('forget', aws);
    const { code } = await process.end(40);

    expect({ code, output: process.output }).toEqual({ code: 0, output: 'kept 0\ndone\n' });
  }, 60_000);

  it('that runs a test file with an application that nobody closes ends by itself', async () => {
    const process = new WatchedProcess(
      ['--experimental-vm-modules', '--no-warnings', JEST, '--config', join(FORGETFUL, 'jest.config.mjs')],
      { LOCAL_AWS: JSON.stringify(aws.clientConfig()) },
    );
    const { code } = await process.end(60);

    expect(process.output).toContain('1 passed, 1 total');
    expect(process.output).not.toMatch(/did not exit|open handle|failed to exit/i);
    expect(code).toBe(0);
  }, 90_000);
});
