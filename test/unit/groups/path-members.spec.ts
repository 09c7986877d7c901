import { describe, expect, it } from '@jest/globals';
import { INTERNALS } from '../../../lib/runtime/internals.js';
import { awsError, makeCache, rejection, thrown } from '../../support/make-cache.js';

const shop = () => {
  const made = makeCache({ maxAge: 60, jitter: 0, minRefreshInterval: 0 });
  made.parameters.put('/shop/host', 'h');
  made.parameters.put('/shop/port', '1');
  const group = made.cache.createGroup();
  const names = () => Array.from(group, ({ name }) => name).toSorted();
  return { ...made, group, names };
};

describe('A member that its path no longer has', () => {
  it('is gone at once, however young, although nobody asks what members there are', async () => {
    const { group, parameters, ssm } = shop();
    const [, port] = await group.parameters('/shop');
    if (port === undefined) throw new Error('Nothing was listed.');
    parameters.delete('/shop/port');
    await group.refresh();
    ssm.calls.length = 0;

    const error = await rejection(port.get());
    expect(error).toMatchObject({ code: 'SSM_CACHE_INVALID_PARAMETER', names: ['/shop/port'] });
    expect(error.message).toContain('"/shop/port" does not exist');
    expect(port.value).toBe('1');
    expect(ssm.count()).toBe(0);
  });

  it('is asked for again once the listing is as old as it may be', async () => {
    const { group, parameters, ssm, runtime } = shop();
    const [, port] = await group.parameters('/shop');
    parameters.delete('/shop/port');
    await group.refresh();
    ssm.calls.length = 0;
    await runtime.advance(60);
    parameters.put('/shop/port', '2');

    await expect(port?.get()).resolves.toBe('2');
    expect(ssm.count()).toBe(1);
  });

  it('leaves the group also where it is listed once more meanwhile', async () => {
    const { group, parameters, runtime, names } = shop();
    await group.parameters('/shop');
    parameters.delete('/shop/port');
    await runtime.advance(61);
    const listed = await group.parameters('/shop');

    expect(listed.map(({ name }) => name)).toEqual(['/shop/host']);
    expect(names()).toEqual(['/shop/host']);
    expect(group.size).toBe(1);
  });

  it('stays as long as another listing has it', async () => {
    const { group, parameters, names } = shop();
    const filters = [{ Key: 'Type', Option: 'Equals', Values: ['String'] }];
    await group.parameters('/shop', { filters });
    await group.parameters('/shop');
    parameters.delete('/shop/port');
    parameters.put('/shop/port', 's', { type: 'SecureString' });
    await group.refresh();

    expect(names()).toEqual(['/shop/host', '/shop/port']);
    for (const member of group) await expect(member.get()).resolves.toMatch(/^[hs]$/);
  });

  it('only ever raises the revision of its group', async () => {
    const { group, parameters } = shop();
    const revisions: number[] = [];
    const note = () => revisions.push(group[INTERNALS].revision);
    await group.parameters('/shop');
    note();
    parameters.put('/shop/host', 'h2');
    await group.refresh();
    note();
    parameters.delete('/shop/host');
    await group.refresh();
    note();
    parameters.delete('/shop/port');
    await group.refresh();
    note();

    expect(revisions).toEqual(revisions.toSorted((one, other) => one - other));
    expect(new Set(revisions).size).toBe(4);
  });
});

describe('A path that AWS denies', () => {
  it('brings no members, and takes none away', async () => {
    const { group, parameters, names, runtime } = shop();
    parameters.deny('/shop');
    expect((await rejection(group.parameters('/shop'))).code).toBe('SSM_CACHE_ACCESS_DENIED');
    expect(group.size).toBe(0);
    parameters.allow();
    await runtime.advance(2);
    await group.parameters('/shop');
    expect(names()).toEqual(['/shop/host', '/shop/port']);
    parameters.deny('/shop');
    await rejection(group.refresh());

    expect(names()).toEqual(['/shop/host', '/shop/port']);
  });
});

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

describe('A path that is listed again', () => {
  it('and cannot be, keeps its members, and goes on when it can', async () => {
    const { group, parameters, ssm, runtime, names } = shop();
    await group.parameters('/shop');
    await runtime.advance(61);
    ssm.instead = () => {
      throw awsError('AccessDeniedException');
    };
    expect((await rejection(group.parameters('/shop'))).code).toBe('SSM_CACHE_ACCESS_DENIED');
    expect(names()).toEqual(['/shop/host', '/shop/port']);

    ssm.instead = undefined;
    parameters.put('/shop/user', 'u');
    await group.refresh();
    expect(names()).toEqual(['/shop/host', '/shop/port', '/shop/user']);
  });

  it('twice at once has the same members', async () => {
    const { group, ssm } = shop();
    const [one, other] = await Promise.all([group.parameters('/shop'), group.parameters('/shop')]);

    expect(one).toEqual(other);
    expect(one.map(({ name }) => name)).toEqual(['/shop/host', '/shop/port']);
    expect(ssm.count()).toBe(1);
  });
});

describe('A group', () => {
  it('keeps a member that is declared by name, although a listing no longer has it', async () => {
    const { group, parameters, names } = shop();
    const port = group.parameter('/shop/port');
    const filters = [{ Key: 'Type', Option: 'Equals', Values: ['String'] }];
    await group.parameters('/shop', { filters });
    parameters.delete('/shop/port');
    parameters.put('/shop/port', 's', { type: 'SecureString' });
    await group.refresh();

    expect(names()).toEqual(['/shop/host', '/shop/port']);
    expect(group.size).toBe(2);
    expect(await port.get()).toBe('s');
  });

  it('fails a refresh with its listing, also where that is empty', async () => {
    const { group, ssm } = shop();
    expect(await group.parameters('/none')).toEqual([]);
    ssm.instead = () => {
      throw awsError('AccessDeniedException');
    };

    expect((await rejection(group.refresh())).code).toBe('SSM_CACHE_ACCESS_DENIED');
  });

  it('may be registered again with the same options, and not with others', () => {
    const { cache } = makeCache({ groups: { db: { maxAge: 60 } } });
    const { groups } = cache[INTERNALS];

    expect(groups.register('db', { maxAge: 60 })).toBe(cache.group('db'));
    expect(thrown(() => groups.register('db', { maxAge: 61 }))).toMatchObject({
      code: 'SSM_CACHE_INVALID_DECLARATION',
      names: ['db'],
    });
    expect(groups.registered).toEqual([{ maxAge: 60 }]);
    expect(thrown(() => cache.group('mail'))).toMatchObject({
      code: 'SSM_CACHE_UNKNOWN_GROUP',
      names: ['mail'],
    });
  });
});
