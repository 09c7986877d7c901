import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SsmHandle } from 'nestjs-ssm-cache';
import { INTERNALS } from '../../../lib/runtime/internals.js';
import { ControlledCollection } from '../../support/controlled-collection.js';
import { settle } from '../../support/fake-runtime.js';
import { awsError, makeCache, rejection } from '../../support/make-cache.js';

let collection: ControlledCollection;
beforeEach(() => {
  collection = new ControlledCollection();
});
afterEach(() => collection.end());

const world = (options: Parameters<typeof makeCache>[0] = {}) => {
  const made = makeCache({ minRefreshInterval: 0, ...options });
  const letGo = (handle: SsmHandle<unknown, any>): void => collection.collect(handle[INTERNALS]);
  const read = async (name: string): Promise<SsmHandle<string, number>> => {
    made.parameters.put(name, `value of ${name}`);
    const handle = made.cache.parameter(name);
    await handle.get();
    return handle;
  };
  /** Reads each name, and lets go of its handle. */
  const pass = async (from: number, to: number): Promise<void> => {
    for (let index = from; index < to; index += 1) letGo(await read(`/${index}`));
  };
  const names = (): string[] => made.cache.inspect().map(({ name }) => name);
  return { ...made, letGo, read, pass, names };
};

describe('What nothing holds', () => {
  it('is kept, with its age, and without its value', async () => {
    const { cache, runtime, read, letGo } = world();
    letGo(await read('/x'));
    await runtime.advance(7.000_4);

    expect(cache.inspect()).toEqual([
      {
        name: '/x',
        source: 'ssm',
        type: 'String',
        version: 1,
        age: 7,
        state: 'fresh',
        lastError: undefined,
        rejections: undefined,
      },
    ]);
  });

  it('is read anew without a call, and refreshed with all', async () => {
    const { cache, ssm, read, letGo, parameters } = world();
    const first = await read('/x');
    letGo(first);
    const second = cache.parameter('/x');

    expect(second).not.toBe(first);
    expect(await second.get()).toBe('value of /x');
    expect(ssm.count()).toBe(1);
    letGo(second);
    parameters.put('/x', 'new');
    await cache.refresh();
    expect(await cache.parameter('/x').get()).toBe('new');
    expect(ssm.count()).toBe(2);
  });

  it('is let go beyond maxEntries, the least recently asked for first', async () => {
    const { cache, pass, names, letGo } = world({ maxEntries: 10 });
    await pass(0, 10);
    letGo(cache.parameter('/0'));
    await pass(10, 14);

    expect(names()).toEqual(['/6', '/7', '/8', '/9', '/0', '/10', '/11', '/12', '/13']);
  });

  it('is let go when it is collected, where more than maxEntries were held at once', async () => {
    const { read, names, letGo } = world({ maxEntries: 10 });
    const handles = [];
    for (let index = 0; index < 30; index += 1) handles.push(await read(`/${index}`));
    expect(names()).toHaveLength(30);
    for (const handle of handles) letGo(handle);
    await settle();

    expect(names().length).toBeLessThanOrEqual(10);
    expect(names()).toContain('/29');
  });

  it('is let go first where AWS does not know it', async () => {
    const { cache, runtime, pass, names, letGo } = world({ maxEntries: 10 });
    await pass(0, 9);
    const missing = cache.parameter('/missing');
    await rejection(missing.get());
    letGo(missing);
    await runtime.advance(300);
    await pass(9, 11);

    expect(names()).toContain('/2');
    expect(names()).not.toContain('/missing');
  });

  it('is kept while a failed refresh is not tried again, although AWS has not answered yet', async () => {
    const { cache, runtime, ssm, pass, letGo } = world({ maxEntries: 2, maxAge: 60 });
    runtime.chance = 1;
    ssm.instead = () => {
      throw awsError('ThrottlingException');
    };
    const failing = cache.parameter('/failing');
    await rejection(failing.get());
    letGo(failing);
    ssm.instead = undefined;
    await pass(0, 1);
    const calls = ssm.count();

    await rejection(cache.parameter('/failing').get());
    expect(ssm.count()).toBe(calls);
  });

  it('is kept as long as it is listened to', async () => {
    const { parameters, cache, read, pass, names, letGo } = world({ maxEntries: 1 });
    const heard = await read('/heard');
    const told: string[] = [];
    const stop = heard.onChange(() => told.push('changed'));
    await pass(0, 5);
    expect(names()).toContain('/heard');
    parameters.put('/heard', 'new');
    await cache.refresh();
    expect(told).toEqual(['changed']);

    stop();
    letGo(heard);
    await pass(5, 10);
    expect(names()).not.toContain('/heard');
  });
});

describe('forget()', () => {
  it('lets go of a name in all its versions, and of no other', async () => {
    const { cache, read, letGo, names } = world();
    for (const name of ['/x', '/y']) letGo(await read(name));
    for (const name of ['/x:1', '/y:1']) {
      const handle = cache.parameter(name);
      await handle.get();
      letGo(handle);
    }
    cache.forget('/unknown');
    expect(names()).toEqual(['/x', '/y', '/x:1', '/y:1']);
    cache.forget('/y:1');
    expect(names()).toEqual(['/x', '/y', '/x:1']);

    cache.forget('/x');
    expect(names()).toEqual(['/y']);
  });

  it('keeps a name whose handle is held, and the members of groups', async () => {
    const { cache, read, names, parameters } = world();
    parameters.put('/member', 'v');
    const held = await read('/held');
    await cache.createGroup().parameter('/member').get();
    for (const name of ['/held', '/member']) cache.forget(name);

    expect(names()).toEqual(['/held', '/member']);
    expect(held.value).toBe('value of /held');
  });
});
