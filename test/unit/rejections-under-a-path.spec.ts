import { describe, expect, it } from '@jest/globals';
import { awsError, makeCache, rejection } from '../support/make-cache.js';

/** A schema that takes only what `isGood` takes. */
const schemaOf = (isGood: (value: any) => boolean) => ({
  '~standard': {
    version: 1 as const,
    vendor: 'test',
    validate: (value: unknown) => (isGood(value) ? { value } : { issues: [{ message: 'no' }] }),
  },
});

const makeWorld = () => makeCache({ maxAge: 60, jitter: 0, minRefreshInterval: 0 });

describe('What could not be used', () => {
  it('is told of all that has changed under a path, and of nothing else', async () => {
    const { cache, parameters } = makeWorld();
    parameters.put('/shop/same', 's');
    parameters.put('/shop/limit', '1');
    parameters.put('/shop/old', 'o');
    const tree = cache.parameters('/shop', { schema: schemaOf(({ limit }) => limit === '1') });
    await tree.get();
    parameters.put('/shop/limit', '2');
    parameters.put('/shop/new', 'n');
    parameters.delete('/shop/old');
    await rejection(tree.refresh());

    expect(cache.inspect()[0]?.rejections).toEqual([
      { name: '/shop/limit', rejected: 2, kept: 1 },
      { name: '/shop/new', rejected: 1, kept: undefined },
      { name: '/shop/old', rejected: undefined, kept: 1 },
    ]);
  });

  it('is told of a parameter that was made anew, with the same version', async () => {
    const { cache, parameters } = makeWorld();
    parameters.put('/limit', '1');
    const limit = cache.parameter('/limit', { transform: 'number' });
    await limit.get();
    parameters.delete('/limit');
    parameters.put('/limit', 'x');
    await rejection(limit.refresh());

    expect(limit.value).toBe(1);
    expect(cache.inspect()[0]?.rejections).toEqual([{ name: '/limit', rejected: 1, kept: 1 }]);
  });
});

describe('A path that is denied, above another one', () => {
  const world = async () => {
    const made = makeCache({ minRefreshInterval: 0 });
    made.parameters.put('/a/top', '1');
    made.parameters.put('/a/b/x', '2');
    const group = made.cache.createGroup();
    await group.parameters('/a', { recursive: false });
    const [x] = await group.parameters('/a/b');
    const fails = (failures: Record<string, string>): void => {
      made.ssm.instead = (_operation, input: { Path: string }) => {
        const name = failures[input.Path];
        if (name !== undefined) throw awsError(name);
        return made.parameters.getParametersByPath(input);
      };
    };
    return { ...made, group, x, fails };
  };

  it('takes nothing from what the other one brings', async () => {
    const { group, x, fails } = await world();
    fails({ '/a': 'AccessDeniedException' });

    expect(await rejection(group.refresh())).toMatchObject({ name: 'ParameterAccessDeniedError' });
    expect(x?.value).toBe('2');
  });

  it('takes nothing from what the other one fails to bring', async () => {
    const { group, x, fails } = await world();
    fails({ '/a': 'AccessDeniedException', '/a/b': 'ThrottlingException' });

    expect(await rejection(group.refresh())).toMatchObject({ name: 'ParameterAccessDeniedError' });
    expect(x?.value).toBe('2');
  });
});
