import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FULL } from '../../sample-app/fleet/plan.js';
import { onRedis, redisProgram } from '../fleet/support/redis-server.js';
import { compileSample } from './support/sample-process.js';

const ROOT = join(import.meta.dirname, '..', '..');

it('the demo has twelve processes, and phases of some two minutes', () => {
  const { processes, steady, rotations, pushes, pause, redisDown, awsDown, rest } = FULL;
  const faults = 3;
  const seconds = steady + (rotations + pushes) * pause + redisDown + awsDown + (faults + 2) * rest;

  expect(processes).toBe(12);
  expect(seconds).toBeGreaterThan(60);
  expect(seconds).toBeLessThan(120);
});

(redisProgram === undefined ? describe.skip : describe)(onRedis('npm run demo:fleet'), () => {
  let temporary: string;
  beforeAll(compileSample, 120_000);
  beforeEach(async () => {
    temporary = await mkdtemp(join(tmpdir(), 'fleet-demo-test-'));
    await chmod(temporary, 0o755);
  });
  afterEach(() => rm(temporary, { recursive: true, force: true }));

  const demo = async (environment: NodeJS.ProcessEnv, ...args: readonly string[]) => {
    const child = spawn(process.execPath, ['sample-app/dist/fleet/main.js', '--quick', ...args], {
      cwd: ROOT,
      env: { ...process.env, NODE_OPTIONS: '', TMPDIR: temporary, ...environment },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    const [code] = await once(child, 'close');
    return { code, output };
  };

  it('fails no request while a process, Redis and AWS fail, and leaves nothing behind', async () => {
    const { code, output } = await demo({}, '--share', 'values');

    expect(output).toContain('No request failed');
    for (const phase of ['A process killed', 'Redis killed, 1 s', 'AWS down, 2 s'])
      expect(output).toContain(`│ ${phase} `);
    expect(output).not.toContain('never');
    expect(code).toBe(0);
    expect(await readdir(temporary)).toEqual([]);
  }, 120_000);

  it('says what is missing where Redis is not installed', async () => {
    const { code, output } = await demo({ PATH: temporary });

    expect(output).toContain('"redis-server" is not installed.');
    expect(code).toBe(1);
    expect(await readdir(temporary)).toEqual([]);
  }, 60_000);
});
