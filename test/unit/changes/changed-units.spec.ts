import { describe, expect, it } from '@jest/globals';
import { labelUpdated, parameterChange } from '../../support/aws-events.js';
import { collectGarbage } from '../../support/collect-garbage.js';
import { makeCache, track } from '../../support/make-cache.js';

const HOST = '/shop/host';

describe('A timer for what an event names', () => {
  /** The secret is loaded, and AWS does not have the version that is announced. */
  const announced = async (spread: number) => {
    const made = makeCache({ maxAge: 300, minRefreshInterval: 0, events: { spread } });
    const { cache, secrets, runtime, vault } = made;
    secrets.put('prod/db', 'old');
    await cache.secret('prod/db').get();
    /** Whether each timer that is set keeps the process alive. */
    const held = new Set<object>();
    const after = runtime.scheduler.after.bind(runtime.scheduler);
    runtime.scheduler.after = (milliseconds, task, holds) => {
      const timer = {};
      if (holds) held.add(timer);
      const run = () => {
        held.delete(timer);
        task();
      };
      const cancel = after(milliseconds, run, holds);
      return () => {
        held.delete(timer);
        cancel();
      };
    };
    const notify = () => track(cache.notify(labelUpdated('prod/db', { versionId: 'never' })));
    return { ...made, notify, calls: () => vault.count() - 1, held };
  };

  it('keeps the process alive as long as somebody awaits the refresh', async () => {
    const { runtime, notify, held } = await announced(2);
    runtime.chance = 0.5;
    const notified = notify();
    await runtime.drain();
    expect([notified.state, held.size]).toEqual(['pending', 1]);
    await runtime.advance(1);

    expect([notified.state, held.size]).toEqual(['fulfilled', 0]);
    expect(runtime.timers).toBe(1);
  });

  it('keeps it alive, too, where what is asked again comes before what is awaited', async () => {
    const { runtime, vault, notify, calls, held } = await announced(10);
    vault.isHolding = true;
    const first = notify();
    await runtime.drain();
    runtime.chance = 0.9;
    const second = notify();
    await runtime.drain();
    expect([calls(), held.size > 0]).toEqual([1, true]);

    vault.letGo();
    await runtime.drain();
    expect([first.state, second.state]).toEqual(['fulfilled', 'pending']);
    expect(held.size).toBe(1);
    await runtime.advance(0.5);

    expect([second.state, calls(), held.size]).toEqual(['fulfilled', 2, 0]);
  });

  it('keeps it alive, and is not put off, where what is awaited would come after what is asked again', async () => {
    const { runtime, notify, calls, held } = await announced(10);
    notify();
    await runtime.drain();
    expect([calls(), held.size, runtime.timers]).toEqual([1, 0, 1]);
    runtime.chance = 0.9;
    const second = notify();
    await runtime.drain();
    expect([second.state, held.size, runtime.timers]).toEqual(['pending', 1, 1]);
    await runtime.advance(0.5);

    expect([second.state, calls(), held.size]).toEqual(['fulfilled', 2, 0]);
  });

  it('is the earlier of two that are awaited', async () => {
    const { runtime, notify, calls } = await announced(10);
    runtime.chance = 0.9;
    const first = notify();
    runtime.chance = 0.1;
    const second = notify();
    await runtime.advance(0.99);
    expect([first.state, second.state, calls()]).toEqual(['pending', 'pending', 0]);
    await runtime.advance(0.01);

    expect([first.state, second.state, calls()]).toEqual(['fulfilled', 'fulfilled', 1]);
  });
});

describe('What an event has named', () => {
  it.each([
    ['changed', true],
    ['did not change', false],
  ])('is let go when nothing is left to ask for: what %s', async (_what, hasChanged) => {
    const { cache, parameters, runtime } = makeCache({ minRefreshInterval: 0, events: { spread: 0 } });
    parameters.put(HOST, '1');
    const named = async () => {
      const group = cache.createGroup();
      await group.parameter(HOST).get();
      if (hasChanged) parameters.put(HOST, '2');
      const { names } = await cache.notify(parameterChange(HOST));
      await runtime.advance(60);
      return names;
    };

    expect(await named()).toEqual([HOST]);
    expect(runtime.timers).toBe(0);
    await collectGarbage();

    expect(cache.inspect()).toEqual([]);
  });

  it('is kept until AWS was asked for the last time', async () => {
    const { cache, parameters, ssm, runtime } = makeCache({ minRefreshInterval: 0, events: { spread: 0 } });
    parameters.put(HOST, '1');
    const named = async () => {
      const group = cache.createGroup();
      await group.parameter(HOST).get();
      await cache.notify(parameterChange(HOST));
    };
    await named();
    await collectGarbage();
    await runtime.advance(60);

    expect(ssm.count()).toBe(4);
  });
});
