import { AsyncLocalStorage } from 'node:async_hooks';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import type { CacheLogger } from '../../../lib/runtime/logger.js';
import { settle } from '../../support/fake-runtime.js';
import { makeCache } from '../../support/make-cache.js';
import { WITH_SOURCES } from '../../support/run-script.js';

const requests = new AsyncLocalStorage<object>();

/** A cache whose client, logger, transforms and listeners note in which request they run. */
const watched = () => {
  const made = makeCache({ maxAge: 60, jitter: 0, minRefreshInterval: 0 });
  const seen = new Map<string, unknown>();
  const note = (what: string): void => {
    if (requests.getStore() !== undefined) seen.set(what, requests.getStore());
  };
  const { ssm, runtime } = made;
  const receive = ssm.receive.bind(ssm);
  ssm.receive = (...call) => {
    note(`client ${call[0]}`);
    return receive(...call);
  };
  const { logger } = runtime;
  for (const method of ['log', 'warn', 'error'] as const) {
    const tell: CacheLogger['log'] = logger[method].bind(logger);
    logger[method] = (message: Parameters<typeof tell>[0]) => {
      note('logger');
      tell(message);
    };
  }
  return { ...made, seen, note };
};

const inRequest = <T>(work: () => T): T => requests.run({ user: 'alice' }, work);

describe('Work that requests share', () => {
  it('runs in the context of no request: calls, transforms, listeners and log lines', async () => {
    const { cache, parameters, secrets, runtime, seen, note } = watched();
    parameters.put('/x', '1');
    parameters.put('/t/a', '1');
    secrets.put('s', '1');
    const transform = (text: unknown): string => {
      note('transform');
      return String(text);
    };
    const slow = async (text: unknown): Promise<string> => {
      note('slow transform');
      await settle(1);
      note('slow transform, later');
      return String(text);
    };
    const work = async (): Promise<void> => {
      const handles = [
        cache.parameter('/x', { transform }),
        cache.secret('s', { transform: slow }),
        cache.parameters('/t'),
      ];
      for (const handle of handles) {
        handle.onChange(() => note('onChange'));
        await handle.get();
      }
      cache.changes$.subscribe(() => note('changes$'));
      parameters.put('/x', '2');
      await handles[0]?.refresh();
      await runtime.advance(61);
      void handles[0]?.value;
      await runtime.advance(1);
      await cache.refreshExpired();
      parameters.deny('/x');
      await handles[0]?.refresh().catch(() => undefined);
      await cache
        .parameter('/x', { transform: (text) => transform(text) })
        .get()
        .catch(() => undefined);
    };
    await inRequest(work);

    expect([...seen.keys()]).toEqual([]);
  });

  it('runs so also for what is known already, and for members that join a group', async () => {
    const { cache, parameters, seen, note } = watched();
    parameters.put('/x', '1');
    const group = cache.createGroup();
    await inRequest(async () => {
      await group.parameter('/x').get();
      await cache.parameter('/x').get();
      const transform = (text: unknown): string => {
        note('late transform');
        return String(text);
      };
      await cache.parameter('/x', { transform }).get();
      await group.parameter('/x', { transform }).get();
    });

    expect([...seen.keys()]).toEqual([]);
  });
});

describe('The context of a request that has ended', () => {
  it('is kept alive by no value, however it was read', async () => {
    // A process of its own: what measures the coverage of code keeps contexts alive by itself.
    const script = fileURLToPath(new URL('../../reliability/support/end-requests.ts', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--expose-gc',
      ...WITH_SOURCES,
      script,
      '100',
    ]);
    const { alive, looked } = JSON.parse(stdout) as { alive: object; looked: number };

    expect(alive).toEqual({});
    expect(looked).toBeGreaterThanOrEqual(100);
  }, 60_000);
});
