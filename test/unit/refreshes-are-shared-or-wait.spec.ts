import { describe, expect, it, jest } from '@jest/globals';
import { settle } from '../support/fake-runtime.js';
import { makeCache, track } from '../support/make-cache.js';

describe('A refresh', () => {
  it('waits for the one that is under way', async () => {
    const { cache, ssm, parameters } = makeCache();
    parameters.put('/x', '1');
    const handle = cache.parameter('/x');
    ssm.isHolding = true;
    const reading = handle.get();
    await settle();
    const refreshing = handle.refresh();
    await settle();
    expect(ssm.count()).toBe(1);
    ssm.letGo();
    await Promise.all([reading, refreshing]);

    expect(ssm.count()).toBe(2);
  });

  it('is not put off by the load before it, which nobody asked for by name', async () => {
    const { cache, parameters } = makeCache({ minRefreshInterval: 60 });
    parameters.put('/x', '1');
    const handle = cache.parameter('/x');
    await handle.get();
    parameters.put('/x', '2');
    const refreshing = track(handle.refresh());
    await settle();

    expect([refreshing.state, handle.value]).toEqual(['fulfilled', '2']);
  });

  it('is shared by all members of a group that are due', async () => {
    const { cache, ssm, runtime, parameters } = makeCache({ maxAge: 60 });
    parameters.put('/a', '1');
    parameters.put('/b', '2');
    const group = cache.createGroup();
    const members = [group.parameter('/a'), group.parameter('/b')];
    await group.refresh();
    await runtime.advance(61);
    ssm.isHolding = true;
    const readings = [];
    for (const member of members) {
      readings.push(member.get());
      await settle();
    }
    ssm.letGo();
    await Promise.all(readings);

    expect(ssm.count()).toBe(2);
  });

  it('is too old for whoever wants no age at all, however lately it began', async () => {
    const { cache, ssm, parameters } = makeCache({ maxAge: 0 });
    parameters.put('/x', '1');
    ssm.isHolding = true;
    const first = cache.parameter('/x').get();
    await settle();
    parameters.put('/x', '2');
    const second = cache.parameter('/x').get();
    ssm.letGo();
    await Promise.all([first, second]);

    expect(ssm.count()).toBe(2);
  });

  it('that is under way serves the calls that fail meanwhile', async () => {
    const { cache, ssm, parameters } = makeCache({ minRefreshInterval: 0 });
    parameters.put('/x', '1');
    const handle = cache.parameter('/x');
    await handle.get();
    parameters.put('/x', '2');
    let fail!: () => void;
    const login = jest
      .fn(async () => handle.value)
      .mockImplementationOnce(() => new Promise((_, reject) => (fail = () => reject(new Error('login')))));
    const calling = handle.refreshOnError(login)();
    await settle();
    ssm.isHolding = true;
    const refreshing = handle.refresh();
    await settle();
    fail();
    await settle();
    ssm.letGo();
    await refreshing;

    await expect(calling).resolves.toBe('2');
    expect(ssm.count()).toBe(2);
  });

  it('that replaces nothing in a group is no change of it', async () => {
    const { cache, parameters } = makeCache({ minRefreshInterval: 0 });
    parameters.put('/a', '1');
    const group = cache.createGroup();
    group.parameter('/a');
    const listener = jest.fn();
    group.onChange(listener);
    await group.refresh();
    await group.refresh();
    expect(listener).not.toHaveBeenCalled();
    parameters.put('/a', '2');
    await group.refresh();

    expect(listener).toHaveBeenCalledTimes(1);
  });
});
