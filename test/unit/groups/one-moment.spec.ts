import { describe, expect, it } from '@jest/globals';
import type { SsmCache } from 'nestjs-ssm-cache';
import { InMemoryParameterStore, InMemorySecretsManager } from 'nestjs-ssm-cache/testing';
import { settle } from '../../support/fake-runtime.js';
import { HeldParameterStore, HeldSecretsManager } from '../../support/held-clients.js';
import { makeCache, rejection } from '../../support/make-cache.js';

/** Services whose clock is that of the cache, so that what is put is as young as it looks. */
const make = (options: ConstructorParameters<typeof SsmCache>[0] = {}) => {
  const { runtime } = makeCache();
  const clock = (): number => made.runtime.clock.now().wall;
  const ssm = new HeldParameterStore(new InMemoryParameterStore({}, { clock }));
  const vault = new HeldSecretsManager(new InMemorySecretsManager({}, { clock }));
  const made = makeCache({ maxAge: 60, jitter: 0, ssmClient: ssm, secretsManagerClient: vault, ...options });
  return { ...made, ssm, vault, parameters: ssm.store, secrets: vault.store, unused: runtime };
};

const login = async () => {
  const made = make();
  const { cache, parameters, secrets, runtime } = made;
  const change = (generation: number) => {
    parameters.put('/user', `user-${generation}`);
    secrets.put('password', `password-${generation}`);
  };
  change(1);
  await runtime.advance(86_400 * 2);
  const group = cache.createGroup();
  const user = group.parameter('/user');
  const password = group.secret('password');
  await user.get();
  made.ssm.calls.length = 0;
  made.vault.calls.length = 0;
  const read = () => `${user.value} ${password.value}`;
  return { ...made, group, user, password, change, read };
};

describe('A group of several calls', () => {
  it('never holds the first user with the second password, changed between its two calls', async () => {
    const { group, change, read, ssm, vault, runtime } = await login();
    vault.isHolding = true;
    ssm.isHolding = true;
    const refresh = group.refresh();
    await settle();
    ssm.letGo();
    await settle();
    change(2);
    for (const call of vault.waiting) call.answer(await vault.store.getSecretValue({ SecretId: 'password' }));
    vault.isHolding = false;
    await runtime.advance(0);
    await refresh;

    expect(read()).toBe('user-2 password-2');
  });

  it('never holds the second user with the first password either', async () => {
    const { group, change, read, ssm, vault, runtime } = await login();
    ssm.isHolding = true;
    const refresh = group.refresh();
    await settle();
    change(2);
    for (const call of ssm.waiting) call.answer(await ssm.store.getParameters({ Names: ['/user'] }));
    ssm.isHolding = false;
    await runtime.advance(0);
    await refresh;

    expect(read()).toBe('user-2 password-2');
    expect([ssm.count(), vault.count()]).toEqual([3, 3]);
  });

  it('is read once where nothing has changed, and once more where something young has', async () => {
    const { group, change, ssm, vault, runtime, read } = await login();
    await runtime.advance(2);
    await group.refresh();
    expect([ssm.count(), vault.count()]).toEqual([1, 1]);
    change(2);
    await runtime.advance(2);
    await group.refresh();
    expect([ssm.count(), vault.count()]).toEqual([3, 3]);
    await runtime.advance(2);
    await group.refresh();
    expect([ssm.count(), vault.count()]).toEqual([4, 4]);
    expect(read()).toBe('user-2 password-2');
  });

  it('trusts no date of a parameter that is younger than five minutes, by which clocks may differ', async () => {
    const { cache, parameters, ssm, runtime } = make();
    const names = Array.from({ length: 25 }, (_, index) => `/n/${index}`);
    const change = (value: string) => names.forEach((name) => parameters.put(name, value));
    change('1');
    await runtime.advance(3_600);
    const group = cache.createGroup();
    for (const name of names) group.parameter(name);
    await group.refresh();
    const callsAfter = async (seconds: number): Promise<number> => {
      change(String(seconds));
      await runtime.advance(seconds);
      const before = ssm.count();
      await group.refresh();
      return ssm.count() - before;
    };

    expect(await callsAfter(299)).toBe(6);
    expect(await callsAfter(301)).toBe(3);
  });

  it('is left as it was where it changes during each reading, and heals', async () => {
    const { group, change, read, ssm, runtime } = await login();
    let generation = 1;
    ssm.instead = async (_operation, input) => {
      change((generation += 1));
      return ssm.store.getParameters(input);
    };
    const error = rejection(group.refresh());
    await runtime.advance(1);
    expect(await error).toMatchObject({ code: 'SSM_CACHE_REFRESH' });
    expect((await error).message).toContain('changed');
    expect(read()).toBe('user-1 password-1');
    expect(ssm.count()).toBe(5);

    ssm.instead = undefined;
    await runtime.advance(5);
    await group.refresh();
    expect(read()).toBe(`user-${generation} password-${generation}`);
  });

  it('gives a listed member what it brings when it is read once more for a new name', async () => {
    const { cache, parameters, ssm, runtime } = make();
    parameters.put('/shop/port', '1');
    await runtime.advance(86_400 * 2);
    const group = cache.createGroup();
    const [port] = await group.parameters('/shop');
    await runtime.advance(59);
    parameters.put('/user', 'user-1');
    ssm.isHolding = true;
    const user = group.parameter('/user').get();
    await settle();
    ssm.releaseAll();
    await settle();
    await runtime.advance(2);
    const late = port?.get();
    await settle();
    ssm.letGo();
    await runtime.advance(0);

    expect(await Promise.all([user, late])).toEqual(['user-1', '1']);
    expect(ssm.count('GetParametersByPath')).toBe(2);
  });

  it('of more names than fit into one call is whole, too', async () => {
    const { cache, parameters, ssm, runtime } = make();
    const names = Array.from({ length: 25 }, (_, index) => `/n/${index}`);
    const change = (value: string) => names.forEach((name) => parameters.put(name, value));
    change('1');
    await runtime.advance(3_600);
    const group = cache.createGroup();
    const handles = names.map((name) => group.parameter(name));
    await group.refresh();
    ssm.isHolding = true;
    await runtime.advance(2);
    const refresh = group.refresh();
    await settle();
    const [first] = ssm.waiting;
    first?.release();
    change('2');
    for (const call of ssm.waiting) call.answer(await ssm.store.getParameters(call.input));
    ssm.isHolding = false;
    await runtime.advance(0);
    await refresh;

    expect(new Set(handles.map(({ value }) => value))).toEqual(new Set(['2']));
  });
});

describe('A member that joins a group', () => {
  it.each([
    ['long before they were fetched leaves the others as they are', true, [['/extra']]],
    ['after they were fetched has the others read again', false, [['/extra'], ['/extra', '/user']]],
  ])('and was changed %s', async (_when, isBefore, asked) => {
    const { cache, parameters, ssm, runtime } = make({ maxAge: Infinity });
    const group = cache.createGroup();
    parameters.put('/user', 'u');
    if (isBefore) parameters.put('/extra', 'v');
    await runtime.advance(3_600);
    await group.parameter('/user').get();
    if (!isBefore) parameters.put('/extra', 'v');
    const calls = ssm.count();
    await runtime.advance(1);
    await group.parameter('/extra').get();

    expect(ssm.asked.slice(calls).map((names) => [...names].toSorted())).toEqual(asked);
  });
});

describe('A secret of a group', () => {
  it.each([
    [23, 2],
    [25, 1],
  ])('that was changed %i hours ago is read %i times', async (hours, times) => {
    const { change, group, runtime, vault } = await login();
    change(2);
    await runtime.advance(hours * 3_600);
    vault.calls.length = 0;
    await group.refresh();

    expect(vault.count()).toBe(times);
  });
});

describe('A stage that is moved to a version that is some hours old', () => {
  it('is read once more, since the date of that version tells nothing', async () => {
    const { cache, parameters, secrets, runtime, ssm, vault } = make();
    parameters.put('/user', 'user-1');
    const [first, second] = [secrets.put('s', 's-1'), secrets.put('s', 's-2')];
    await runtime.advance(12 * 3_600);
    const group = cache.createGroup();
    const [user, secret] = [group.parameter('/user'), group.secret('s')];
    await group.refresh();
    expect(secret.value).toBe('s-2');
    vault.isHolding = true;
    await runtime.advance(2);
    const refresh = group.refresh();
    await settle();
    parameters.put('/user', 'user-2');
    await secrets.updateSecretVersionStage({
      SecretId: 's',
      VersionStage: 'AWSCURRENT',
      MoveToVersionId: first,
      RemoveFromVersionId: second,
    });
    for (const call of vault.waiting) call.answer(await vault.store.getSecretValue({ SecretId: 's' }));
    vault.isHolding = false;
    await runtime.advance(1);
    await refresh;

    expect([user.value, secret.value]).toEqual(['user-2', 's-1']);
    expect(ssm.count()).toBeGreaterThan(2);
  });
});

describe('A listing by a filter', () => {
  const load = async (filter: { readonly Key: string; readonly Values: string[] }): Promise<number[]> => {
    const { cache, parameters, secrets, runtime, ssm, vault } = make();
    secrets.put('s', 's-1');
    await runtime.advance(48 * 3_600);
    parameters.put('/t/user', 'user-1');
    await parameters.labelParameterVersion({ Name: '/t/user', Labels: ['live'] });
    await runtime.advance(3_600);
    const group = cache.createGroup();
    group.secret('s');
    await group.parameters('/t', { filters: [{ Option: 'Equals', ...filter }] });
    return [ssm.count(), vault.count()];
  };

  it('is read once where its versions are older than clocks differ', async () => {
    expect(await load({ Key: 'Type', Values: ['String'] })).toEqual([1, 1]);
  });

  it('is read once more by a label, which can have been moved to a version that is some hours old', async () => {
    expect(await load({ Key: 'Label', Values: ['live'] })).toEqual([2, 2]);
  });
});

describe('A listing of several pages', () => {
  const tree = async () => {
    const made = make();
    const { cache, parameters, runtime } = made;
    const change = (value: string) => {
      for (let index = 10; index < 35; index += 1) parameters.put(`/t/${index}`, value);
    };
    change('1');
    await runtime.advance(3_600);
    const handle = cache.parameters<Record<string, string>>('/t');
    await handle.get();
    made.ssm.calls.length = 0;
    await runtime.advance(2);
    return { ...made, handle, change };
  };

  it('is that of one moment, however its pages are answered', async () => {
    const { handle, change, ssm, runtime } = await tree();
    let pages = 0;
    ssm.instead = async (_operation, input) => {
      const page = await ssm.store.getParametersByPath(input);
      if ((pages += 1) === 1) change('2');
      return page;
    };
    const refresh = handle.refresh();
    await runtime.advance(1);
    await refresh;

    expect(new Set(Object.values(handle.value))).toEqual(new Set(['2']));
    expect(pages).toBe(9);
  });

  it('has no name that was deleted while its pages were read', async () => {
    const { handle, ssm, parameters, runtime } = await tree();
    let pages = 0;
    ssm.instead = async (_operation, input) => {
      const page = await ssm.store.getParametersByPath(input);
      if ((pages += 1) === 1) {
        parameters.delete('/t/10');
        parameters.delete('/t/34');
      }
      return page;
    };
    const refresh = handle.refresh();
    await runtime.advance(1);
    await refresh;

    expect(Object.keys(handle.value)).toHaveLength(23);
  });

  it('is listed once where nothing has changed', async () => {
    const { handle, ssm } = await tree();
    await handle.refresh();

    expect(ssm.count()).toBe(3);
  });
});

describe('A group with several versions of a secret', () => {
  const HOUR = 3_600;
  const load = async (seconds: number, withDates = true) => {
    const made = make();
    const { cache, parameters, secrets, vault, ssm, runtime } = made;
    parameters.put('/user', 'u');
    await runtime.advance(48 * HOUR);
    secrets.put('jwt', { AWSCURRENT: 'second', AWSPREVIOUS: 'first' });
    await runtime.advance(seconds);
    if (!withDates) {
      vault.instead = async (_operation, input) => {
        const answer = await vault.store.getSecretValue(input as { SecretId: string });
        return { ...answer, ...(input.VersionStage === 'AWSPREVIOUS' && { CreatedDate: undefined }) };
      };
    }
    const group = cache.createGroup();
    const keys = group.secret('jwt', { versions: ['AWSCURRENT', 'AWSPREVIOUS'] });
    await Promise.all([group.parameter('/user').get(), keys.get()]);
    return [ssm.count(), vault.count()];
  };

  it('is read once where no version can have moved meanwhile', async () => {
    expect(await load(25 * HOUR)).toEqual([1, 3]);
  });

  it('is read once more where a version is younger than a rotation may take', async () => {
    expect(await load(HOUR)).toEqual([2, 6]);
  });

  it('is read once where a date is missing, since nothing was held before', async () => {
    expect(await load(25 * HOUR, false)).toEqual([1, 3]);
  });
});
