import { describe, expect, it } from '@jest/globals';
import { makeCache, rejection } from '../support/make-cache.js';

const shop = () => {
  const made = makeCache({ maxAge: 60, jitter: 0, minRefreshInterval: 0 });
  for (let path = 0; path < 12; path += 1) made.parameters.put(`/p${path}/x`, 'v');
  for (let index = 0; index < 40; index += 1) made.parameters.put(`/n/${index}`, 'v');
  return { ...made, group: made.cache.createGroup() };
};

describe('A group that is built step by step', () => {
  it('is listed once for each path that is added', async () => {
    const { group, ssm } = shop();
    for (let path = 0; path < 10; path += 1) await group.parameters(`/p${path}`);

    expect(ssm.count()).toBe(10);
    expect(group.size).toBe(10);
  });

  it('is asked once for each name that is added', async () => {
    const { group, ssm } = shop();
    for (let index = 0; index < 40; index += 1) await group.parameter(`/n/${index}`).get();

    expect(ssm.count()).toBe(40);
  });

  it('is asked once for each secret that is added', async () => {
    const { group, secrets, vault } = shop();
    for (let index = 0; index < 15; index += 1) {
      secrets.put(`s${index}`, 'v');
      await group.secret(`s${index}`).get();
    }

    expect(vault.count()).toBe(15);
  });

  it('is as old as its oldest member: all are refreshed together', async () => {
    const { group, ssm, runtime } = shop();
    const first = group.parameter('/n/1');
    await first.get();
    await runtime.advance(59);
    const second = group.parameter('/n/2');
    await second.get();
    await runtime.advance(1);
    const calls = ssm.count();
    await second.get();

    expect(ssm.count()).toBe(calls + 1);
    expect(ssm.asked.at(-1)).toEqual(['/n/1', '/n/2']);
  });
});

describe('A path that cannot be listed when it is added', () => {
  it('freezes nothing: the group is refreshed as before', async () => {
    const { group, parameters, runtime } = shop();
    const [listed] = await group.parameters('/p1');
    parameters.deny('/p2');
    await rejection(group.parameters('/p2'));
    parameters.put('/p1/x', 'new');
    await runtime.advance(3);
    await group.refresh();

    expect(listed?.value).toBe('new');
  });

  it('freezes nothing where AWS did not answer either, nor where it was added to names', async () => {
    const { group, parameters, ssm, runtime } = shop();
    const named = group.parameter('/n/1');
    await named.get();
    ssm.instead = () => {
      throw new TypeError('fetch failed');
    };
    await rejection(group.parameters('/p3'));
    ssm.instead = undefined;
    parameters.put('/n/1', 'new');
    await runtime.advance(3);
    await group.refresh();

    expect(named.value).toBe('new');
    expect(ssm.count('GetParametersByPath')).toBe(1);
  });

  it('can be added later', async () => {
    const { group, parameters, runtime } = shop();
    parameters.deny('/p2');
    await rejection(group.parameters('/p2'));
    parameters.allow();
    await runtime.advance(3);

    await expect(group.parameters('/p2')).resolves.toHaveLength(1);
  });
});
