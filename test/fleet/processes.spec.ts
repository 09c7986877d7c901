import { afterEach, expect, it } from '@jest/globals';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalAws } from 'nestjs-ssm-cache/testing';
import { HeapSnapshot } from '../reliability/heap/heap-snapshot.js';
import { measured, report } from './support/measured.js';
import { RedisServer } from './support/redis-server.js';

const PROGRAM = join(import.meta.dirname, 'support', 'fleet-process.mjs');
const CANARY = 'c4n4ry-fleet-Q8xLmW';
/** Digits of base 36 that the bytes of the key are made from. */
const KEY_SOURCE = 'k3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3';
const KEY = Buffer.from(Array.from(KEY_SOURCE, (digit) => Number.parseInt(digit, 36))).toString('base64');
/** How long a process may take to end by itself, in milliseconds. */
const PATIENCE = 10_000;

measured('Processes of a fleet', () => {
  const closing: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  });

  const answer = async (child: ChildProcess): Promise<Record<string, number | string>> => {
    const [message] = (await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => Promise.reject(new Error('A process of the fleet has died.'))),
    ])) as [Record<string, number | string>];
    return message;
  };

  const startProcesses = async (size: number, names: readonly string[], options: object) => {
    const server = await RedisServer.start();
    closing.push(() => server.stop());
    const aws = await startLocalAws({ latency: 20 });
    closing.push(() => aws.close());
    for (const name of names) aws.parameterStore.put(name, CANARY);
    const work = { port: server.port, names, config: aws.clientConfig(), keySource: KEY_SOURCE, ...options };
    const children = Array.from({ length: size }, () =>
      fork(PROGRAM, [JSON.stringify(work)], { execArgv: ['--expose-gc', '--no-warnings'] }),
    );
    for (const child of children) closing.push(() => child.kill('SIGKILL'));
    await Promise.all(children.map(answer));
    return { aws, children };
  };

  it('share a pace, so that 12 start at once without a throttled call', async () => {
    const names = Array.from({ length: 50 }, (_, index) => `/name-${index}`);
    const { aws, children } = await startProcesses(12, names, { share: 'signals', pace: 20 });
    aws.throttle({ ratePerSecond: 40 });
    for (const child of children) child.send('start');
    const started = await Promise.all(children.map(answer));
    const slowest = Math.max(...started.map(({ seconds }) => Number(seconds)));
    const calls = aws.calls.length;
    const throttled = started.reduce((sum, one) => sum + Number(one.throttled), 0);
    const paced = started.reduce((sum, one) => sum + Number(one.paced), 0);
    const figure = `${started.length} started, slowest ${slowest.toFixed(1)} s, ${calls} calls, ${paced} waited, ${throttled} throttled`;
    const holds = started.every(({ read }) => read === 50) && paced > 0 && throttled === 0;
    report('start of 12 processes × 50 at 40 calls a second', figure, holds);
  }, 120_000);

  it.each(['signals', 'values'])(
    'leave nothing when they have closed, sharing %s',
    async (share) => {
      const folder = await mkdtemp(join(tmpdir(), 'nestjs-ssm-cache-heap-'));
      closing.push(() => rm(folder, { recursive: true, force: true }));
      const file = join(folder, 'closed.heapsnapshot');
      const { children } = await startProcesses(1, ['/one', '/two'], { share, heap: file });
      const [child] = children as [ChildProcess];
      child.send('start');
      expect(await answer(child)).toMatchObject({ read: 2 });
      const exit = once(child, 'exit');
      child.send('refresh');
      const { left, resources, length, closed } = await answer(child);
      const handles = resources as unknown as readonly string[];
      expect({ length, closed }).toEqual({ length: CANARY.length, closed: 'down' });
      const limit = new Promise<string>((resolve) => setTimeout(() => resolve('hangs'), PATIENCE).unref());
      const ended = await Promise.race([exit.then(([code]) => code as number), limit]);
      const hangs = Number(ended !== 0);
      const total = Number(left) + handles.length + hangs;
      report(
        'timers, handles, listeners left, processes that do not end',
        `${left} listeners, ${handles.length} timers and handles, ${hangs} processes`,
        total === 0,
      );
      const snapshot = new HeapSnapshot(file);
      const found = [CANARY, KEY].flatMap((secret) => snapshot.retainersOf(secret));
      expect(found).toEqual([]);
      report('values and keys in the heap of a closed process', String(found.length), found.length === 0);
    },
    120_000,
  );
});
