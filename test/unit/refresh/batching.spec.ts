import { describe, expect, it } from '@jest/globals';
import { InMemoryParameterStore, InMemorySecretsManager } from 'nestjs-ssm-cache/testing';
import { settle } from '../../support/fake-runtime.js';
import { HeldParameterStore, HeldSecretsManager } from '../../support/held-clients.js';
import { awsError, makeCache, rejection } from '../../support/make-cache.js';

const namesOf = (count: number, prefix = '/p'): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}/${index}`);

const operations = ({ calls }: HeldSecretsManager): string[] => calls.map(({ operation }) => operation);

describe('Parameters that fall due together', () => {
  it.each([
    [1, 1],
    [10, 1],
    [11, 2],
    [25, 3],
    [50, 5],
    [101, 11],
  ])('are asked for by tens: %d in %d calls', async (count, calls) => {
    const { cache, ssm, parameters } = makeCache();
    const names = namesOf(count);
    for (const name of names) parameters.put(name, name);
    const values = await Promise.all(names.map((name) => cache.parameter(name).get()));

    expect(values).toEqual(names);
    expect(ssm.count()).toBe(calls);
    expect(ssm.asked.every(({ length }) => length <= 10)).toBe(true);
  });

  it('load 25 parameters and 25 secrets in 3 and 2 calls, and then not again before the max age', async () => {
    const { cache, ssm, vault, parameters, secrets, runtime } = makeCache({ maxAge: 300, jitter: 0 });
    const handles = namesOf(25).flatMap((name) => {
      parameters.put(name, `parameter ${name}`);
      secrets.put(name, `secret ${name}`);
      return [cache.parameter(name), cache.secret(name)];
    });
    await cache.ready();
    expect([ssm.count(), operations(vault)]).toEqual([3, ['BatchGetSecretValue', 'BatchGetSecretValue']]);

    await runtime.advance(299);
    await Promise.all(handles.map((handle) => handle.get()));
    expect([ssm.count(), vault.count()]).toEqual([3, 2]);
    await runtime.advance(2);
    await Promise.all(handles.map((handle) => handle.get()));
    expect([ssm.count(), vault.count()]).toEqual([6, 4]);
  });

  it('go out together though they are asked for in different promise jobs of one turn', async () => {
    const { cache, ssm, parameters } = makeCache();
    for (const name of namesOf(5)) parameters.put(name, 'v');
    await Promise.all(
      namesOf(5).map(async (name, index) => {
        for (let job = 0; job < index * 3; job += 1) await Promise.resolve();
        return cache.parameter(name).get();
      }),
    );

    expect(ssm.count()).toBe(1);
  });

  it('go out in two streams, one for each kind of decryption', async () => {
    const { cache, ssm, parameters } = makeCache();
    for (const name of namesOf(4)) parameters.put(name, 'v', { type: 'SecureString' });
    await Promise.all(
      namesOf(4).map((name, index) => cache.parameter(name, { withDecryption: index % 2 === 0 }).get()),
    );

    expect(
      ssm.calls.map(({ input }) => [input.WithDecryption, input.Names]).toSorted((one) => (one[0] ? -1 : 1)),
    ).toEqual([
      [true, ['/p/0', '/p/2']],
      [false, ['/p/1', '/p/3']],
    ]);
  });

  it('are decrypted unless the cache, the group or the parameter says otherwise', async () => {
    const { cache, ssm } = makeCache({ withDecryption: false });
    await Promise.allSettled([
      cache.parameter('/cache').get(),
      cache.createGroup({ withDecryption: true }).parameter('/group').get(),
      cache.createGroup({ withDecryption: true }).parameter('/member', { withDecryption: false }).get(),
      cache.parameter('/own', { withDecryption: true }).get(),
    ]);
    const flags = new Map(
      ssm.calls.flatMap(({ input }) =>
        (input.Names as string[]).map((name) => [name, input.WithDecryption as boolean] as const),
      ),
    );

    expect(Object.fromEntries(flags)).toEqual({
      '/cache': false,
      '/group': true,
      '/member': false,
      '/own': true,
    });
  });

  it('are sent once when a group and a single handle ask for the same name', async () => {
    const { cache, ssm, parameters } = makeCache();
    parameters.put('/x', 'v');
    await Promise.all([
      cache.parameter('/x').get(),
      cache.createGroup().parameter('/x').get(),
      cache
        .createGroup()
        .parameter('/x', { transform: (value) => value })
        .get(),
    ]);

    expect(ssm.asked).toEqual([['/x']]);
  });

  it('are loaded though AWS refuses to be asked for one parameter under two spellings', async () => {
    const client = new HeldParameterStore(
      new InMemoryParameterStore({ foo: 'v' }, { duplicateNames: 'refused' }),
    );
    const { cache } = makeCache({ ssmClient: client });

    await expect(Promise.all([cache.parameter('foo').get(), cache.parameter('/foo').get()])).resolves.toEqual(
      ['v', 'v'],
    );
  });

  it('are in flight in 40 calls at most', async () => {
    const { cache, ssm, parameters } = makeCache();
    const names = namesOf(500);
    for (const name of names) parameters.put(name, 'v');
    ssm.isHolding = true;
    const reads = Promise.all(names.map((name) => cache.parameter(name).get()));
    await settle();
    const atOnce = ssm.waiting.length;
    expect(atOnce).toBe(40);
    ssm.last.release();
    await settle();
    expect(ssm.waiting).toHaveLength(atOnce);
    ssm.letGo();
    await reads;

    expect(ssm.count()).toBe(50);
  });

  it('read references to secrets decrypted, whatever they say', async () => {
    const secrets = new InMemorySecretsManager({ db: 'plain' });
    const client = new HeldParameterStore(new InMemoryParameterStore({}, { secretsManager: secrets }));
    const { cache, runtime } = makeCache({ ssmClient: client, withDecryption: false, maxAge: 1 });
    const handle = cache.parameter('/aws/reference/secretsmanager/db');
    const group = cache.createGroup({ basePath: '/prod' });

    await expect(handle.get()).resolves.toBe('plain');
    const version = handle.version;
    expect(version).not.toBe(0);
    secrets.rotate('db', 'other');
    await runtime.advance(2);
    await expect(handle.get()).resolves.toBe('other');
    expect(handle.version).not.toBe(version);
    await expect(group.parameter('/aws/reference/secretsmanager/db:AWSPREVIOUS').get()).resolves.toBe(
      'plain',
    );
  });
});

describe('Secrets that fall due together', () => {
  it.each([
    [2, 1],
    [20, 1],
    [22, 2],
    [45, 3],
  ])('are asked for by twenties: %d in %d calls', async (count, calls) => {
    const { cache, vault, secrets } = makeCache();
    const ids = namesOf(count, 's');
    for (const id of ids) secrets.put(id, id);
    const values = await Promise.all(ids.map((id) => cache.secret(id).get()));

    expect(values).toEqual(ids);
    expect(operations(vault)).toEqual(Array.from({ length: calls }, () => 'BatchGetSecretValue'));
  });

  it('use GetSecretValue for the only one, and for the last one alone in its batch', async () => {
    const { cache, vault, secrets } = makeCache();
    const ids = namesOf(21, 's');
    for (const id of ids) secrets.put(id, id);
    await cache.secret('s/0').get();
    expect(vault.last).toMatchObject({ operation: 'GetSecretValue', input: { SecretId: 's/0' } });
    vault.calls.length = 0;
    const refresh = Promise.all(ids.map((id) => cache.createGroup().secret(id).get()));
    await refresh;

    expect(operations(vault).toSorted()).toEqual(['BatchGetSecretValue', 'GetSecretValue']);
  });

  it('never batch a stage or a version', async () => {
    const { cache, vault, secrets } = makeCache();
    const first = secrets.put('s', 'first');
    secrets.rotate('s', 'second');
    secrets.put('other', 'v');
    await Promise.all([
      cache.secret('s', { versionStage: 'AWSPREVIOUS' }).get(),
      cache.secret('s', { versionId: first }).get(),
      cache.secret('s').get(),
      cache.secret('other').get(),
    ]);

    expect(vault.calls.map(({ operation, input }) => [operation, input])).toEqual(
      expect.arrayContaining([
        ['BatchGetSecretValue', { SecretIdList: ['s', 'other'] }],
        ['GetSecretValue', { SecretId: 's', VersionStage: 'AWSPREVIOUS' }],
        ['GetSecretValue', { SecretId: 's', VersionId: first }],
      ]),
    );
    expect(vault.count()).toBe(3);
  });

  it('fall back to GetSecretValue for good when the role may not batch', async () => {
    const { cache, vault, secrets, runtime } = makeCache({ maxAge: 60 });
    for (const id of ['a', 'b', 'c']) secrets.put(id, id);
    secrets.deny({ action: 'BatchGetSecretValue' });
    const handles = ['a', 'b', 'c'].map((id) => cache.secret(id));

    await expect(Promise.all(handles.map((handle) => handle.get()))).resolves.toEqual(['a', 'b', 'c']);
    expect(operations(vault).toSorted()).toEqual([
      'BatchGetSecretValue',
      'GetSecretValue',
      'GetSecretValue',
      'GetSecretValue',
    ]);
    vault.calls.length = 0;
    secrets.allow();
    await runtime.advance(61);
    await Promise.all(handles.map((handle) => handle.get()));

    expect(operations(vault)).toEqual(['GetSecretValue', 'GetSecretValue', 'GetSecretValue']);
  });

  it('go on batching when a single secret among them is denied', async () => {
    const { cache, vault, secrets, runtime } = makeCache({ maxAge: 60 });
    for (const id of ['a', 'b', 'c']) secrets.put(id, id);
    secrets.deny('b');
    const errors = rejection(cache.secret('b').get());
    const good = ['a', 'c'].map((id) => cache.secret(id));
    await expect(Promise.all(good.map((handle) => handle.get()))).resolves.toEqual(['a', 'c']);
    expect((await errors).name).toBe('ParameterAccessDeniedError');
    vault.calls.length = 0;
    await runtime.advance(61);
    await Promise.all(good.map((handle) => handle.get()));

    expect(operations(vault)).toEqual(['BatchGetSecretValue']);
  });

  it('go on batching after a throttled batch, which does not become many single calls', async () => {
    const { cache, vault, secrets, runtime } = makeCache({ maxAge: 60 });
    for (const id of ['a', 'b', 'c']) secrets.put(id, id);
    vault.instead = () => {
      throw awsError('ThrottlingException');
    };
    const handles = ['a', 'b', 'c'].map((id) => cache.secret(id));
    await Promise.all(handles.map((handle) => rejection(handle.get())));
    expect(vault.count()).toBe(1);
    vault.instead = undefined;
    await runtime.advance(3);
    await Promise.all(handles.map((handle) => handle.get()));

    expect(operations(vault)).toEqual(['BatchGetSecretValue', 'BatchGetSecretValue']);
  });

  it('are never batched with batchSecrets: false, nor by a client that cannot', async () => {
    const { cache, vault, secrets } = makeCache({ batchSecrets: false });
    for (const id of ['a', 'b']) secrets.put(id, id);
    await Promise.all([cache.secret('a').get(), cache.secret('b').get()]);
    expect(operations(vault)).toEqual(['GetSecretValue', 'GetSecretValue']);

    const single = makeCache({
      secretsManagerClient: { getSecretValue: (input) => secrets.getSecretValue(input) },
    });
    await expect(
      Promise.all([single.cache.secret('a').get(), single.cache.secret('b').get()]),
    ).resolves.toEqual(['a', 'b']);
  });

  it('tell what AWS says of each of a batch', async () => {
    const { cache, vault, secrets } = makeCache();
    for (const id of ['good', 'denied', 'locked', 'deleted']) secrets.put(id, 'v', { keyId: `alias/${id}` });
    secrets.deny('denied');
    secrets.disableKey('alias/locked');
    secrets.delete('deleted');
    const errorOf = async (id: string) => (await rejection(cache.secret(id).get())).name;
    const [good, ...errors] = await Promise.all([
      cache.secret('good').get(),
      errorOf('denied'),
      errorOf('locked'),
      errorOf('deleted'),
      errorOf('missing'),
    ]);

    expect(good).toBe('v');
    expect(errors).toEqual([
      'ParameterAccessDeniedError',
      'ParameterAccessDeniedError',
      'InvalidParameterError',
      'InvalidParameterError',
    ]);
    expect(operations(vault)).toEqual(['BatchGetSecretValue']);
  });
});
