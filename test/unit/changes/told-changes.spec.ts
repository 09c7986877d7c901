import { describe, expect, it } from '@jest/globals';
import { parameterReference } from '../../../lib/sources/parameter-store/parameter-reference.js';
import { pathReference } from '../../../lib/sources/parameter-store/path-reference.js';
import { secretReference } from '../../../lib/sources/secrets-manager/secret-reference.js';
import { isTouched } from '../../../lib/sources/source.interface.js';
import { INTERNALS } from '../../../lib/runtime/internals.js';
import { awsError, makeCache, track } from '../../support/make-cache.js';
import { settle } from '../../support/fake-runtime.js';

const ARN = 'arn:aws:ssm:eu-west-1:123456789012:parameter/shop/host';

const SECRET_ARN = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf';

const HOST = { source: 'ssm', name: '/shop/host' };

const loaded = async () => {
  const made = makeCache({ maxAge: 300, minRefreshInterval: 0 });
  made.parameters.put('/shop/host', 'old');
  const host = made.cache.parameter('/shop/host');
  await host.get();
  return { ...made, host };
};

describe('A change that the cache is told of', () => {
  it('has a strict read wait for AWS, however young the value is', async () => {
    const { cache, parameters, host } = await loaded();
    parameters.put('/shop/host', 'new');

    cache[INTERNALS].engine.expire(HOST);

    expect(await host.get()).toBe('new');
  });

  it('has a plain read give the value that is held, and fetch the new one meanwhile', async () => {
    const { cache, parameters, host } = await loaded();
    expect(host.value).toBe('old');
    parameters.put('/shop/host', 'new');

    cache[INTERNALS].engine.expire(HOST);

    expect(host.value).toBe('old');
    await settle();
    expect(host.value).toBe('new');
  });

  it('calls nothing by itself, and nothing at all for what nobody holds', async () => {
    const { cache, ssm } = await loaded();

    expect(cache[INTERNALS].engine.expire(HOST)).toHaveLength(1);
    expect(cache[INTERNALS].engine.expire({ source: 'ssm', name: '/shop/other' })).toEqual([]);
    expect(cache[INTERNALS].engine.expire({ source: 'secretsmanager', name: '/shop/host' })).toEqual([]);
    expect(cache[INTERNALS].engine.expire({ ...HOST, client: 'payments' })).toEqual([]);
    await settle();

    expect(ssm.calls).toHaveLength(1);
    expect(cache.inspect()).toHaveLength(1);
  });

  it('is not answered by a fetch that began before it came', async () => {
    const { cache, ssm, parameters, host } = await loaded();
    ssm.isHolding = true;
    void host.refresh().catch(() => undefined);
    await settle();
    parameters.put('/shop/host', 'new');
    cache[INTERNALS].engine.expire(HOST);

    const read = track(host.get());
    ssm.waiting[0]?.answer({
      Parameters: [{ Name: '/shop/host', Value: 'old', Type: 'String', Version: 1 }],
    });
    await settle();
    expect(read.state).toBe('pending');

    ssm.waiting[0]?.release();
    await settle();
    expect(read).toMatchObject({ state: 'fulfilled', value: 'new' });
    expect(cache.inspect()[0]?.state).toBe('fresh');
  });

  it('reaches a value that is loaded for the first time meanwhile', async () => {
    const { cache, ssm, parameters } = makeCache({ maxAge: 300 });
    parameters.put('/shop/host', 'new');
    const host = cache.parameter('/shop/host');
    ssm.isHolding = true;
    const first = track(host.get());
    await settle();
    cache[INTERNALS].engine.expire(HOST);
    ssm.waiting[0]?.answer({
      Parameters: [{ Name: '/shop/host', Value: 'old', Type: 'String', Version: 1 }],
    });
    await settle();
    expect(first.state).toBe('fulfilled');

    const second = track(host.get());
    await settle();
    ssm.waiting[0]?.release();
    await settle();

    expect(second).toMatchObject({ state: 'fulfilled', value: 'new' });
  });

  it('stays until AWS has answered: a refresh that failed makes nothing fresh', async () => {
    const { cache, ssm, parameters, runtime, host } = await loaded();
    parameters.put('/shop/host', 'new');
    cache[INTERNALS].engine.expire(HOST);
    ssm.isHolding = true;
    const read = track(host.get());
    await settle();
    ssm.waiting[0]?.fail(awsError('InternalServerError', 'x', 500));
    await settle();
    expect(read).toMatchObject({ state: 'fulfilled', value: 'old' });
    expect(cache.inspect()[0]?.state).toBe('backing off');

    ssm.isHolding = false;
    await runtime.advance(60);

    expect(await host.get()).toBe('new');
  });

  it('ends the back-off after a failure, once: whoever tells it has got an answer of AWS', async () => {
    const { cache, runtime, ssm, parameters, host } = await loaded();
    runtime.chance = 0.999;
    for (let failure = 0; failure < 5; failure += 1) {
      parameters.failNext('InternalFailure', 1);
      await runtime.advance(301);
      await host.get();
    }
    const calls = ssm.calls.length;
    await host.get();
    expect(ssm.calls).toHaveLength(calls);

    cache[INTERNALS].engine.expire(HOST);
    parameters.failNext('InternalFailure', 1);
    await host.get();
    await host.get();
    expect(ssm.calls).toHaveLength(calls + 1);

    parameters.put('/shop/host', 'new');
    cache[INTERNALS].engine.expire(HOST);
    expect(await host.get()).toBe('new');
  });

  it('has the whole group read once more, and the members change together', async () => {
    const { cache, parameters, secrets, vault } = makeCache({ maxAge: 300 });
    parameters.put('/user', 'u1');
    secrets.put('password', 'p1');
    const group = cache.createGroup();
    const [user, password] = [group.parameter('/user'), group.secret('password')];
    await Promise.all([user.get(), password.get()]);
    parameters.put('/user', 'u2');
    secrets.rotate('password', 'p2');

    cache[INTERNALS].engine.expire({ source: 'secretsmanager', name: 'password' });

    expect(await password.get()).toBe('p2');
    expect(user.value).toBe('u2');
    expect(vault.calls.length).toBeGreaterThan(1);
  });

  it('has a path listed again when it is one of a parameter under it', async () => {
    const { cache, parameters } = makeCache({ maxAge: 300 });
    parameters.put('/shop/features/a', '1');
    const features = cache.parameters('/shop/features', { shape: 'record' });
    await features.get();
    parameters.put('/shop/features/b', '2');

    expect(cache[INTERNALS].engine.expire({ source: 'ssm', name: '/shop/features/b' })).toHaveLength(1);

    expect(await features.get()).toEqual({ a: '1', b: '2' });
  });

  it('brings in what a request waits for before its handler runs', async () => {
    const { cache, parameters, host } = await loaded();
    await cache.refreshExpired();
    parameters.put('/shop/host', 'new');
    cache[INTERNALS].engine.expire(HOST);

    await cache.refreshExpired();

    expect(host.value).toBe('new');
  });
});

describe('Which values a change touches', () => {
  const parameter = (name: string) => parameterReference(name, { withDecryption: true });
  const path = (name: string) => pathReference(name, { withDecryption: true, recursive: true, filters: [] });

  it.each([
    ['its name', parameter('/shop/host'), HOST, true],
    ['its name with a selector', parameter('/shop/host:live'), HOST, true],
    ['its ARN', parameter('/shop/host'), { source: 'ssm', name: ARN }, true],
    ['the name of what is read by its ARN', parameter(ARN), HOST, true],
    ['a root name in another spelling', parameter('/host'), { source: 'ssm', name: 'host' }, true],
    ['another ARN', parameter(ARN), { source: 'ssm', name: ARN.replace('eu-', 'us-') }, false],
    ['a name that begins like it', parameter('/shop/host'), { source: 'ssm', name: '/shop/hosts' }, false],
    ['a parameter under the path', path('/shop'), HOST, true],
    ['the ARN of one', path('/shop'), { source: 'ssm', name: ARN }, true],
    ['a root name, under the root', path('/'), { source: 'ssm', name: 'host' }, true],
    ['a parameter beside the path', path('/shop'), { source: 'ssm', name: '/shopping/a' }, false],
    ['a secret, under a path', path('/shop'), { ...HOST, source: 'secretsmanager' }, false],
    ['its name', secretReference('prod/db'), { source: 'secretsmanager', name: 'prod/db' }, true],
    ['its ARN', secretReference('prod/db'), { source: 'secretsmanager', name: SECRET_ARN }, true],
    ['its name', secretReference(SECRET_ARN), { source: 'secretsmanager', name: 'prod/db' }, true],
    [
      'the full ARN of what is read by a partial one',
      secretReference(SECRET_ARN.slice(0, -7)),
      { source: 'secretsmanager', name: SECRET_ARN },
      true,
    ],
    [
      'the ARN of another account',
      secretReference(SECRET_ARN),
      { source: 'secretsmanager', name: SECRET_ARN.replace('123456789012', '210987654321') },
      false,
    ],
    [
      'the secret behind a reference of Parameter Store',
      parameter('/aws/reference/secretsmanager/prod/db'),
      { source: 'secretsmanager', name: SECRET_ARN },
      true,
    ],
    [
      'a client of another name',
      secretReference('prod/db', { client: 'payments' }),
      { source: 'secretsmanager', name: 'prod/db', client: 'default' },
      false,
    ],
  ])('by %s: %#', (_what, reference, change, isOne) => {
    expect(isTouched(reference, change)).toBe(isOne);
  });
});
