import { describe, expect, it } from '@jest/globals';
import { awsError, makeCache, rejection, thrown } from '../../support/make-cache.js';
import type { SsmCache } from 'nestjs-ssm-cache';
import { runScript } from '../../support/run-script.js';

type Options = NonNullable<ConstructorParameters<typeof SsmCache>[0]>;

const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** A cache that has loaded `/host`, and counts how often its timers wake it. */
const loaded = async (options: Options = {}) => {
  const made = makeCache({ maxAge: 60, jitter: 0, refresh: 'background', ...options });
  const { cache, parameters, runtime } = made;
  let wakes = 0;
  const after = runtime.scheduler.after.bind(runtime.scheduler);
  runtime.scheduler.after = (milliseconds, task, holds) => {
    const wake = (): void => {
      if (!holds) wakes += 1;
      task();
    };
    return after(Math.min(milliseconds, LONGEST_TIMEOUT), wake, holds);
  };
  parameters.put('/host', '1');
  const host = cache.parameter('/host');
  await host.get();
  return { ...made, host, wakes: () => wakes };
};

describe('A value that is refreshed in the background', () => {
  it('is current although nobody reads it', async () => {
    const { parameters, runtime, host, ssm } = await loaded();
    parameters.put('/host', '2');
    await runtime.advance(59);
    expect(ssm.count()).toBe(1);
    await runtime.advance(1);

    expect(ssm.count()).toBe(2);
    expect(host.version).toBe(2);
    await runtime.advance(600);
    expect(ssm.count()).toBe(12);
  });

  it('is told of to whoever listens', async () => {
    const { cache, parameters, runtime, host } = await loaded({ refresh: 'on-read' });
    const seen: unknown[] = [];
    const stop = host.onChange(() => seen.push(host.value));
    parameters.put('/host', '2');
    await runtime.advance(60);
    expect(seen).toEqual(['2']);

    stop();
    const { refreshes } = cache.stats();
    await runtime.advance(600);
    expect(cache.stats().refreshes).toBe(refreshes);
  });

  it('is one of a group that is listened to, although nobody holds its members', async () => {
    const { cache, parameters, secrets, runtime } = makeCache({ maxAge: 60, jitter: 0 });
    parameters.put('/user', 'u1');
    secrets.put('db', 'p1');
    let changes = 0;
    {
      const group = cache.createGroup();
      group.secret('db');
      await group.parameter('/user').get();
      group.onChange(() => (changes += 1));
    }
    secrets.rotate('db', 'p2');
    await runtime.advance(60);

    expect(changes).toBe(1);
  });

  it('is not there where nobody asks for it: a read makes the refresh', async () => {
    const { ssm, runtime, host } = await loaded({ refresh: 'on-read' });
    await runtime.advance(600);
    expect(ssm.count()).toBe(1);
    expect(runtime.timers).toBe(0);
    await host.get();
    expect(ssm.count()).toBe(2);
  });

  it('is decided by the handle, the group and the module, in this order', async () => {
    const { cache, parameters, runtime, ssm } = makeCache({
      maxAge: 60,
      jitter: 0,
      refresh: 'background',
      groups: { quiet: { refresh: 'on-read' } },
    });
    for (const name of ['/own', '/group', '/handle']) parameters.put(name, '1');
    const handles = [
      cache.parameter('/own'),
      cache.parameter('/group', { group: 'quiet' }),
      cache.group('quiet').parameter('/handle', { refresh: 'background' }),
    ];
    await Promise.all(handles.map((handle) => handle.get()));
    const calls = ssm.count();
    await runtime.advance(60);

    // The group is refreshed as a whole.
    expect(ssm.asked.slice(calls).flat().toSorted()).toEqual(['/group', '/handle', '/own']);
  });

  it('is left alone as long as nobody has loaded it', async () => {
    const { cache, runtime, ssm } = makeCache({ maxAge: 60, refresh: 'background' });
    const never = cache.parameter('/never');
    never.onChange(() => {});
    await runtime.advance(600);

    expect(ssm.count()).toBe(0);
    expect(runtime.timers).toBe(0);
  });

  it('is refreshed at once when a watcher says that it changed', async () => {
    let tell = (_name: string): unknown => undefined;
    const extensions: Options['extensions'] = [
      { name: 'bus', watch: (sink) => void (tell = (name) => sink.changed({ source: 'ssm', name })) },
    ];
    const { cache, parameters, runtime, host, ssm } = await loaded({ maxAge: 3_600, extensions });
    parameters.put('/quiet', '1');
    await cache.parameter('/quiet', { refresh: 'on-read' }).get();
    const calls = ssm.count();
    parameters.put('/host', '2');
    tell('/host');
    tell('/quiet');
    await runtime.advance(0);

    expect(ssm.asked.slice(calls)).toEqual([['/host']]);
    expect(host.version).toBe(2);
  });

  it.each([['every read'], [true], [{ group: 'db' }]])('is refused as %j', (refresh) => {
    const error = thrown(() => makeCache({ refresh: refresh as 'background' }));

    expect(error.code).toBe('SSM_CACHE_INVALID_DECLARATION');
    expect(error.message).toContain("'on-read' or 'background'");
  });
});

describe('The timer of a cache', () => {
  it('wakes the process for nothing but what is due', async () => {
    const { runtime, wakes, ssm } = await loaded({ maxAge: 3_600 });
    await runtime.advance(3_599);
    expect(wakes()).toBe(0);
    await runtime.advance(86_400);

    expect(ssm.count()).toBe(25);
    expect(wakes()).toBe(24);
    expect(runtime.timers).toBe(1);
  });

  it('is one, however many values there are', async () => {
    const { cache, parameters, runtime, ssm } = makeCache({ refresh: 'background', jitter: 0 });
    const names = Array.from({ length: 30 }, (_, index) => `/p/${index}`);
    for (const name of names) parameters.put(name, '1');
    const handles = names.map((name, index) => cache.parameter(name, { maxAge: 60 + index }));
    await Promise.all(handles.map((handle) => handle.get()));
    expect(runtime.timers).toBe(1);

    await runtime.advance(60);
    expect(runtime.timers).toBe(1);
    expect(ssm.asked.slice(3)).toEqual([['/p/0']]);
    await runtime.advance(29);
    expect(new Set(ssm.asked.slice(3).flat()).size).toBe(30);
  });

  it('has due times that jitter spreads, never later than the max age', async () => {
    const dues: number[] = [];
    for (const chance of [0, 0.25, 0.5, 0.75]) {
      const made = makeCache({ maxAge: 100, jitter: 0.2, refresh: 'background' });
      made.runtime.chance = chance;
      made.parameters.put('/host', '1');
      const host = made.cache.parameter('/host');
      await host.get();
      while (made.ssm.count() === 1) await made.runtime.advance(1);
      dues.push(made.cache.inspect()[0]?.age === 0 ? made.runtime.clock.now().monotonic / 1_000 - 1 : NaN);
    }

    expect(dues).toEqual([100, 95, 90, 85]);
  });

  it('refreshes nothing that is paused by a back-off', async () => {
    const { runtime, ssm, wakes } = await loaded();
    runtime.chance = 1;
    ssm.instead = () => Promise.reject(awsError('ThrottlingException'));
    await runtime.advance(60);
    expect(ssm.count()).toBe(2);

    // Back-offs of 2, 4, 8, 16, 32, 60, 60 … seconds.
    await runtime.advance(2 + 4 + 8 + 16 + 32);
    expect(ssm.count()).toBe(7);
    await runtime.advance(59);
    expect(ssm.count()).toBe(7);
    await runtime.advance(1);
    expect(ssm.count()).toBe(8);
    expect(wakes()).toBe(7);

    ssm.instead = undefined;
    await runtime.advance(60);
    expect(ssm.count()).toBe(9);
    await runtime.advance(59);
    expect(ssm.count()).toBe(9);
  });

  it('goes on with what is denied, and with what is gone, at the pace of the back-off', async () => {
    const { runtime, ssm, parameters, host } = await loaded({ maxAge: 10 });
    parameters.deny('/host');
    await runtime.advance(600);
    const denied = ssm.count();
    expect(denied).toBeLessThan(600);
    parameters.allow('/host');
    await runtime.advance(60);
    expect(host.value).toBe('1');

    parameters.delete('/host');
    await runtime.advance(600);
    parameters.put('/host', 'back');
    await runtime.advance(60);
    expect(host.value).toBe('back');
  });

  it('does not begin what is under way', async () => {
    const { runtime, ssm, host } = await loaded();
    ssm.isHolding = true;
    await runtime.advance(59.9);
    void host.refresh();
    await runtime.advance(2);
    expect(ssm.waiting).toHaveLength(1);
    ssm.letGo();
    await runtime.advance(57.5);
    expect(ssm.count()).toBe(2);
    await runtime.advance(0.5);
    expect(ssm.count()).toBe(3);
  });

  it.each([
    [0, undefined, 10],
    [0, 5, 2],
    [2, 5, 2],
  ])(
    'leaves minRefreshInterval between refreshes (%d, %p: %d in ten seconds)',
    async (maxAge, minRefreshInterval, count) => {
      const { ssm, runtime } = await loaded({
        maxAge,
        ...(minRefreshInterval !== undefined && { minRefreshInterval }),
      });
      await runtime.advance(10);

      expect(ssm.count()).toBe(1 + count);
    },
  );

  it('never fires for what never expires', async () => {
    const { runtime } = await loaded({ maxAge: Infinity });

    expect(runtime.timers).toBe(0);
  });

  it('waits again where a timer cannot wait for so long', async () => {
    const { runtime, ssm, wakes } = await loaded({ maxAge: 60 * 86_400 });
    await runtime.advance(60 * 86_400);

    expect(ssm.count()).toBe(2);
    expect(wakes()).toBe(3);
  });

  it('ends with the cache', async () => {
    const { cache, runtime, ssm, host } = await loaded();
    cache.close();
    expect(runtime.timers).toBe(0);
    await runtime.advance(600);

    expect(ssm.count()).toBe(1);
    await rejection(host.get());
    expect(runtime.timers).toBe(0);
  });

  it('keeps no process alive', async () => {
    const began = performance.now();
    const { stdout } = await runScript(`
      import { SsmCache } from './lib/index.js';
      import { InMemoryParameterStore } from './lib/testing/index.js';
      const ssmClient = new InMemoryParameterStore({ '/host': '1' });
      const cache = new SsmCache({ ssmClient, maxAge: 30, refresh: 'background' });
      const host = cache.parameter('/host');
      host.onChange(() => {});
      console.log(await host.get());
    `);

    expect(stdout.trim()).toBe('1');
    expect(performance.now() - began).toBeLessThan(20_000);
  });
});
