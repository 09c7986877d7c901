import { describe, expect, it } from '@jest/globals';
import { makeCache } from '../support/make-cache.js';

describe('The members of a group', () => {
  it('become due together, whatever jitter picks, so that strict reads of all of them agree', async () => {
    const { cache, parameters, runtime } = makeCache({ maxAge: 60, jitter: 0.5 });
    const group = cache.createGroup();
    const members = ['/user', '/password'].map((name) => {
      parameters.put(name, 'old');
      return group.parameter(name);
    });
    const chances = [0, 0.9];
    Object.defineProperty(runtime, 'chance', { get: () => chances.shift() ?? 0 });
    await cache.ready();
    for (const name of ['/user', '/password']) parameters.put(name, 'new');
    await runtime.advance(45);

    const read = Promise.all(members.map((member) => member.get()));
    await runtime.advance(1);
    expect(new Set(await read).size).toBe(1);
  });
});
