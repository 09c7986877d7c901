import { describe, expect, it } from '@jest/globals';
import { thrown } from '../../support/make-cache.js';
import { operations, startWorld } from '../support/world.js';

const DECADE = 10 * 365 * 86_400;

describe('A parameter', () => {
  it.each(['', ' ', ':1'])('is refused when its name is empty: %j', async (name) => {
    const { aws, cache } = await startWorld();
    const group = cache.createGroup();

    for (const make of [
      () => cache.parameter(name),
      () => group.parameter(name),
      () => cache.parameter(name, { default: 'x' }),
    ]) {
      expect(thrown(make).code).toBe('SSM_CACHE_INVALID_PARAMETER');
    }
    expect(group.size).toBe(0);
    expect(aws.calls).toEqual([]);
  });

  it.each(['', ' '])('is refused as a secret is: %j', async (id) => {
    const { cache } = await startWorld();

    expect(thrown(() => cache.secret(id)).code).toBe('SSM_CACHE_INVALID_PARAMETER');
    expect(thrown(() => cache.createGroup().secret(id)).code).toBe('SSM_CACHE_INVALID_PARAMETER');
  });

  it('never expires without max age, frozen or not', async () => {
    const { aws, cache, runtime } = await startWorld({ parameters: { greeting: 'Hi' } });
    const greeting = cache.parameter('greeting');
    await greeting.get();
    aws.parameterStore.put('greeting', 'Hello');
    await runtime.advance(DECADE);
    runtime.freeze(DECADE);

    await expect(greeting.get()).resolves.toBe('Hi');
    expect(greeting.value).toBe('Hi');
    expect(operations(aws)).toHaveLength(1);
  });

  it('calls nothing until it is read, and once from then on', async () => {
    const { aws, cache } = await startWorld({ parameters: { greeting: 'Hi' } });
    const greeting = cache.parameter('greeting');
    expect([greeting.name, greeting.fullName, greeting.version]).toEqual(['greeting', 'greeting', undefined]);
    expect(aws.calls).toEqual([]);

    await Promise.all(Array.from({ length: 100 }, () => greeting.get()));
    await greeting.get();
    expect([greeting.value, greeting.version]).toEqual(['Hi', 1]);
    expect(operations(aws)).toEqual(['GetParameters']);
  });

  it('takes its max age in seconds, fractions and zero included', async () => {
    const { aws, cache, runtime } = await startWorld({ parameters: { greeting: 'Hi' } });
    const half = cache.parameter('greeting', { maxAge: 0.5 });
    const never = cache.parameter('greeting', { maxAge: 0 });
    await half.get();
    aws.parameterStore.put('greeting', 'Hello');
    await runtime.advance(0.4);
    await expect(half.get()).resolves.toBe('Hi');
    await expect(never.get()).resolves.toBe('Hello');
    await runtime.advance(0.2);
    await expect(half.get()).resolves.toBe('Hello');
  });

  it('that does not exist is an error that names it, and a default only then', async () => {
    const { cache } = await startWorld();

    await expect(cache.parameter('missing').get()).rejects.toMatchObject({
      name: 'InvalidParameterError',
      names: ['missing'],
      message: expect.stringContaining('"missing"'),
    });
    await expect(cache.parameter('missing', { default: 'x' }).get()).resolves.toBe('x');
  });
});

describe('A StringList', () => {
  it('is a frozen list, the same one until it changes', async () => {
    const { aws, cache } = await startWorld({ parameters: { '/shop/currencies': ['EUR', 'GBP'] } });
    const currencies = cache.parameter<readonly string[]>('/shop/currencies');
    const list = await currencies.get();

    expect(list).toEqual(['EUR', 'GBP']);
    expect(Object.isFrozen(list)).toBe(true);
    expect(() => (list as string[]).push('USD')).toThrow(TypeError);
    await currencies.refresh();
    expect(currencies.value).toBe(list);
    aws.parameterStore.put('/shop/currencies', ['USD']);
    await currencies.refresh();
    expect(currencies.value).toEqual(['USD']);
  });

  it('is a list in a group, under a path and with one item, too', async () => {
    const { cache } = await startWorld({ parameters: { '/shop/currencies': ['EUR'] } });
    const group = cache.createGroup();
    const declared = group.parameter<readonly string[]>('/shop/currencies');
    const [listed] = await group.parameters<readonly string[]>('/shop');

    for (const list of [declared.value, listed?.value]) {
      expect(list).toEqual(['EUR']);
      expect(Object.isFrozen(list)).toBe(true);
    }
  });
});
