import { describe, expect, it } from '@jest/globals';
import type { Answer, Reference, Source, SsmParameter, SsmParameterGroup } from 'nestjs-ssm-cache';
import { collectGarbage } from '../../support/collect-garbage.js';
import { makeCache, rejection } from '../../support/make-cache.js';

describe('What nobody holds', () => {
  it('is not held by a failure either: handles that are made and dropped during an outage', async () => {
    const { cache, parameters, runtime } = makeCache({ maxAge: 1 });
    parameters.put('/x', 'v');
    const held = cache.parameter('/x');
    await held.get();
    parameters.failAlways('ServiceUnavailable');
    const dropped: WeakRef<object>[] = [];
    for (let count = 0; count < 50; count += 1) {
      const handle = cache.parameter('/x', { transform: (value) => `${String(value)}${count}` });
      dropped.push(new WeakRef(handle));
      await runtime.advance(70);
      await handle.get();
    }
    await collectGarbage();

    expect(dropped.filter((reference) => reference.deref() !== undefined).length).toBeLessThan(5);
  });

  it('is not held by what was fetched in the same turn: an answer that another one has replaced', async () => {
    const answers: WeakRef<object>[] = [];
    const fetch: Source['fetch'] = (requests) =>
      requests.map(async (): Promise<Answer> => {
        const raw = { value: 'v', type: 'String' as const, version: answers.length };
        answers.push(new WeakRef(raw));
        return { found: true, raw };
      });
    const extensions = [{ name: 'flags', sources: [{ name: 'flags', fetch }] }];
    const { cache } = makeCache({ extensions, minRefreshInterval: 0 });
    const flag = (name: string): Reference => ({
      source: 'flags',
      client: 'default',
      key: name,
      name,
      fullName: name,
    });
    const old = cache.handle(flag('old'));
    const refreshed = cache.handle(flag('refreshed'));
    await Promise.all([old.get(), refreshed.get()]);
    await refreshed.refresh();
    await collectGarbage();

    expect(answers.map((answer) => answer.deref() !== undefined)).toEqual([true, false, true]);
    expect([old.value, refreshed.value]).toEqual(['v', 'v']);
  });

  it.each([
    ['it', (group: SsmParameterGroup) => group],
    ['one of it', (_group: SsmParameterGroup, member: SsmParameter) => member],
  ])('stays while somebody listens to %s: a group', async (_what, choose) => {
    const { cache, parameters } = makeCache();
    parameters.put('/x', 'one');
    let told = 0;
    const listen = async () => {
      const group = cache.createGroup();
      const member = group.parameter('/x');
      await member.get();
      choose(group, member).onChange(() => void (told += 1));
    };
    await listen();
    await collectGarbage();
    parameters.put('/x', 'two');
    await cache.refresh();
    expect(told).toBe(1);
  });

  it('goes with its last listener: a group', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/path/x', 'one');
    const listen = async () => {
      const group = cache.createGroup();
      await group.parameters('/path');
      const member = group.parameter('/path/x');
      const stops = [member.onChange(() => undefined), group.onChange(() => undefined)];
      await member.get();
      for (const stop of stops) stop();
    };
    await listen();
    await collectGarbage();
    expect(cache.inspect()).toEqual([]);
  });

  it('is forgotten where AWS does not know it: names without end', async () => {
    const { cache, parameters, runtime } = makeCache();
    parameters.put('/known', 'v');
    const probe = async (name: string) => rejection(cache.parameter(name).get());
    await cache.parameter('/known').get();
    for (let round = 0; round < 5; round += 1) {
      await Promise.all(Array.from({ length: 60 }, (_, index) => probe(`/unknown/${round}/${index}`)));
      await runtime.advance(70);
      await collectGarbage();
    }
    const names = cache.inspect().map(({ name }) => name);
    expect(names).toContain('/known');
    expect(names.length).toBeLessThan(200);
  });

  it('is not refreshed where AWS does not know it', async () => {
    const { cache, parameters, ssm } = makeCache();
    parameters.put('/known', 'v');
    await cache.parameter('/known').get();
    const probe = async () => rejection(cache.parameter('/unknown').get());
    await probe();
    await collectGarbage();
    await cache.refresh();
    expect(ssm.asked.at(-1)).toEqual(['/known']);
  });

  it('is not brought back by a look at what there is: an optional value that does not exist', async () => {
    const { cache } = makeCache();
    const dropped = async () => {
      await cache.parameter('/flag', { optional: true }).get();
    };
    await dropped();
    await collectGarbage();
    expect(cache.inspect()).toHaveLength(1);

    await expect(cache.refresh()).resolves.toBeUndefined();
  });
});
