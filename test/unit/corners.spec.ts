import { describe, expect, it } from '@jest/globals';
import { settle } from '../support/fake-runtime.js';
import { makeCache, rejection, track } from '../support/make-cache.js';

describe('In the corners of the engine', () => {
  it('makes calls that hang and ignore their abortion no hindrance for other names, however many there are', async () => {
    const { cache, runtime, ssm, parameters } = makeCache({ refreshTimeout: 5 });
    const names = Array.from({ length: 300 }, (_, index) => `/hung/${index}`);
    ssm.isHolding = true;
    const hanging = names.map((name) => track(cache.parameter(name).get()));
    await settle();
    await runtime.advance(5.01);
    expect(hanging.every(({ state }) => state === 'rejected')).toBe(true);
    ssm.isHolding = false;
    parameters.put('/good', 'v');
    const good = track(cache.parameter('/good').get());
    await runtime.advance(20);

    expect(good).toMatchObject({ state: 'fulfilled', value: 'v' });
  });

  it('a late conversion never puts an older value after a newer one', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/x', 'old');
    const plain = cache.parameter('/x');
    await plain.get();
    const pending: (() => void)[] = [];
    const slow = cache.parameter('/x', {
      transform: (value) =>
        value === 'old'
          ? new Promise((resolve) => pending.push(() => resolve(value)))
          : Promise.resolve(value),
    });
    parameters.put('/x', 'new');
    await slow.refresh();
    expect(slow.value).toBe('new');
    for (const release of pending) release();
    await settle();

    expect(slow.value).toBe('new');
  });

  it('the deadline holds for a conversion of what was known already', async () => {
    const { cache, runtime, parameters } = makeCache({ refreshTimeout: 1 });
    parameters.put('/x', 'v');
    await cache.parameter('/x').get();
    const read = track(cache.parameter('/x', { transform: () => new Promise(() => {}) }).get());
    await runtime.advance(60);
    expect(read.state).toBe('rejected');
  });

  it('a member that joins while the group is refreshed is loaded before it is read', async () => {
    const { cache, ssm, runtime, parameters } = makeCache({ maxAge: 60 });
    parameters.put('/a', '1');
    parameters.put('/b', '2');
    const group = cache.createGroup();
    ssm.isHolding = true;
    const a = group.parameter('/a').get();
    await settle();
    const b = track(group.parameter('/b').get());
    await settle();
    ssm.letGo();
    await a;
    await runtime.advance(5);
    expect(b.error).toBeUndefined();
    expect(b).toMatchObject({ state: 'fulfilled', value: '2' });
  });

  it('a handle made while another converts the same answer', async () => {
    const { cache, parameters, runtime } = makeCache({ maxAge: 60 });
    parameters.put('/a', '1');
    let release!: () => void;
    const slow = cache.parameter('/a', {
      transform: (value) => new Promise((resolve) => (release = () => resolve(value))),
    });
    const first = slow.get();
    await settle();
    const second = track(cache.parameter('/a').get());
    await settle();
    release();
    await first;
    await runtime.advance(1);
    expect(second).toMatchObject({ state: 'fulfilled', value: '1' });
  });

  it('refreshes for a call that began after the value had last been replaced', async () => {
    const { cache, parameters, runtime } = makeCache();
    parameters.put('/x', '1');
    const handle = cache.parameter('/x');
    await handle.get();
    const refreshed: string[] = [];
    let valid = '1';
    const call = handle.refreshOnError(
      async () => {
        if (handle.value !== valid) throw new Error('login');
        return handle.value;
      },
      { onRefresh: () => void refreshed.push(handle.value) },
    );
    parameters.put('/x', '2');
    await handle.refresh();
    await runtime.advance(10);
    parameters.put('/x', '3');
    valid = '3';
    await expect(call()).resolves.toBe('3');
    expect(refreshed).toEqual(['3']);
  });

  it('refreshes for the first failure though the value was loaded after the function was made', async () => {
    const { cache, parameters, runtime } = makeCache();
    parameters.put('/x', '1');
    const handle = cache.parameter('/x');
    let valid = '1';
    const call = handle.refreshOnError(
      async () => {
        if ((await handle.get()) !== valid) throw new Error('login');
        return handle.value;
      },
      { onRefresh: () => {} },
    );
    await expect(call()).resolves.toBe('1');
    await runtime.advance(10);
    parameters.put('/x', '3');
    valid = '3';
    await expect(call()).resolves.toBe('3');
  });

  it('a parameter of ours is not confused with one of another account', async () => {
    const foreign = 'arn:aws:ssm:us-east-1:999999999999:parameter/a/b';
    const body = (order: number) => {
      const list = [
        { Name: '/a/b', Type: 'String', Value: 'theirs', Version: 1, ARN: foreign },
        {
          Name: '/a/b',
          Type: 'String',
          Value: 'ours',
          Version: 1,
          ARN: 'arn:aws:ssm:us-east-1:123456789012:parameter/a/b',
        },
      ];
      return { Parameters: order === 0 ? list : list.toReversed(), InvalidParameters: [] };
    };
    for (const order of [0, 1]) {
      const { cache, ssm } = makeCache();
      ssm.instead = () => body(order);
      const [ours, theirs] = [cache.parameter('/a/b'), cache.parameter(foreign)];
      await expect(Promise.all([ours.get(), theirs.get()])).resolves.toEqual(['ours', 'theirs']);
    }
  });

  it('a missing parameter of another account is not read from ours', async () => {
    const foreign = 'arn:aws:ssm:us-east-1:999999999999:parameter/a/b';
    const { cache, ssm } = makeCache();
    ssm.instead = () => ({
      Parameters: [
        {
          Name: '/a/b',
          Type: 'String',
          Value: 'ours',
          Version: 1,
          ARN: 'arn:aws:ssm:us-east-1:123456789012:parameter/a/b',
        },
      ],
      InvalidParameters: [foreign],
    });
    const [ours, theirs] = [cache.parameter('/a/b'), cache.parameter(foreign)];
    const theirError = rejection(theirs.get());
    await expect(ours.get()).resolves.toBe('ours');
    expect((await theirError).name).toBe('InvalidParameterError');
  });

  it('a secret of ours is not confused with one of another account', async () => {
    const foreign = 'arn:aws:secretsmanager:us-east-1:999999999999:secret:db-AbCdEf';
    for (const order of [0, 1]) {
      const { cache, vault } = makeCache();
      const list = [
        { Name: 'db', SecretString: 'theirs', VersionId: 'x', ARN: foreign },
        {
          Name: 'db',
          SecretString: 'ours',
          VersionId: 'y',
          ARN: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:db-GhIjKl',
        },
      ];
      vault.instead = () => ({ SecretValues: order === 0 ? list : list.toReversed(), Errors: [] });
      const [ours, theirs] = [cache.secret('db'), cache.secret(foreign)];
      await expect(Promise.all([ours.get(), theirs.get()])).resolves.toEqual(['ours', 'theirs']);
    }
  });

  it('a first load is no change', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/x', '1');
    const handle = cache.parameter('/x');
    let told = 0;
    handle.onChange(() => (told += 1));
    await handle.get();
    expect(told).toBe(0);
  });

  it('closing leaves no timer of a repeat that is still to come', async () => {
    const { cache, parameters, runtime } = makeCache();
    parameters.put('/x', '1');
    const handle = cache.parameter('/x');
    await handle.get();
    const call = track(handle.refreshOnError(() => Promise.reject(new Error('original')), { delay: 100 })());
    await settle();
    cache.close();
    await settle();
    expect(runtime.timers).toBe(0);
    expect(call.state).toBe('rejected');
  });

  it('both of two refused members of a group are refused', async () => {
    const { cache, secrets, runtime } = makeCache({ maxAge: 60 });
    secrets.put('a', 'a1');
    secrets.put('b', 'b1');
    const group = cache.createGroup();
    const members = [group.secret('a'), group.secret('b')];
    await group.refresh();
    secrets.deny('a');
    secrets.deny('b');
    await runtime.advance(61);
    for (const member of members) {
      expect((await rejection(member.get())).name).toBe('ParameterAccessDeniedError');
      expect(() => member.value).toThrow('AWS denies access');
    }
  });

  it('a member that is gone is gone though another is refused', async () => {
    const { cache, secrets, runtime } = makeCache({ maxAge: 60 });
    secrets.put('a', 'a1');
    secrets.put('b', 'b1');
    const group = cache.createGroup();
    const [, gone] = [group.secret('a'), group.secret('b')];
    await group.refresh();
    secrets.deny('a');
    secrets.delete('b', { force: true });
    await runtime.advance(61);
    expect((await rejection(gone.get())).name).toBe('InvalidParameterError');
  });
});
