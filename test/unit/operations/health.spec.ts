import { describe, expect, it } from '@jest/globals';
import type { SsmCache } from 'nestjs-ssm-cache';
import { settle } from '../../support/fake-runtime.js';
import { HeldParameterStore, HeldSecretsManager } from '../../support/held-clients.js';
import { awsError, makeCache, rejection, track } from '../../support/make-cache.js';

const CANARY = 'c4n4ry';

/** A cache that has loaded `/host` and `password`, and needs them. */
const loaded = async (options: ConstructorParameters<typeof SsmCache>[0] = {}) => {
  const ssmClient = new HeldParameterStore();
  const secretsManagerClient = new HeldSecretsManager();
  const clients = { payments: { ssmClient, secretsManagerClient } };
  const made = makeCache({ maxAge: 10, jitter: 0, clients, ...options });
  made.parameters.put('/host', CANARY);
  made.secrets.put('password', CANARY);
  const [host, password] = [made.cache.parameter('/host'), made.cache.secret('password')];
  await made.cache.ready();
  return { ...made, host, password, payments: { ssm: ssmClient, vault: secretsManagerClient } };
};

describe('The health of a cache', () => {
  it('is up while all is fresh, and calls nothing', async () => {
    const { cache, runtime, ssm, vault } = await loaded();
    await runtime.advance(4);
    const calls = ssm.count() + vault.count();

    expect(cache.health()).toEqual({
      status: 'up',
      entries: 2,
      stale: 0,
      refused: 0,
      rejected: 0,
      failing: 0,
      events: 'off',
      oldestAge: 4,
      lastError: undefined,
      clients: [
        { source: 'ssm', client: 'default', status: 'up' },
        { source: 'secretsmanager', client: 'default', status: 'up' },
      ],
    });
    expect(ssm.count() + vault.count()).toBe(calls);
  });

  it('is up where nobody has read what is due for a long time', async () => {
    const { cache, runtime } = await loaded();
    await runtime.advance(3_600);

    expect(cache.health()).toMatchObject({ status: 'up', stale: 0, oldestAge: 3_600 });
  });

  it('is up while one refresh has failed, degraded once a value is a minute past its max age, and up again', async () => {
    const { cache, runtime, ssm, host } = await loaded();
    ssm.instead = () => Promise.reject(awsError('ThrottlingException'));
    await runtime.advance(11);
    const began = new Date(runtime.clock.now().wall);
    await host.get();

    expect(cache.health()).toMatchObject({
      status: 'up',
      failing: 1,
      stale: 0,
      lastError: 'SSM_CACHE_REFRESH',
      clients: [
        {
          source: 'ssm',
          client: 'default',
          status: 'failing',
          since: began,
          lastError: 'ThrottlingException',
        },
        { source: 'secretsmanager', status: 'up' },
      ],
    });
    await runtime.advance(59);
    void host.value;
    await runtime.advance(0);
    const { status, stale, problems } = cache.health({ names: true });
    expect([status, stale]).toEqual(['degraded', 1]);
    expect(problems).toEqual([
      {
        name: '/host',
        source: 'ssm',
        client: 'default',
        state: 'backing off',
        error: 'SSM_CACHE_REFRESH',
        since: began,
      },
    ]);
    expect(cache.health({ staleAfter: 61 }).status).toBe('up');

    ssm.instead = undefined;
    await runtime.advance(60);
    await host.get();
    expect(cache.health({ names: true })).toMatchObject({
      status: 'up',
      failing: 0,
      lastError: undefined,
      problems: [],
      clients: [{ status: 'up' }, { status: 'up' }],
    });
  });

  it('is down once the value of an outage is too stale to be served', async () => {
    const { cache, runtime, ssm, host } = await loaded({ maxStale: 30 });
    ssm.instead = () => Promise.reject(awsError('InternalServerError', 'no', 500));
    await runtime.advance(39);
    await host.get();
    expect(cache.health().status).toBe('up');

    await runtime.advance(2);
    expect(cache.health()).toMatchObject({ status: 'down', lastError: 'SSM_CACHE_REFRESH' });
  });

  it('is down once AWS refuses what the application needs, and degraded where it is something else', async () => {
    const { cache, parameters, ssm } = await loaded({ minRefreshInterval: 0 });
    ssm.instead = async (_operation, input) => {
      if (input.Names.includes('/other')) throw awsError('AccessDeniedException');
      return parameters.getParameters(input);
    };
    await rejection(cache.parameter('/other').get());
    expect(cache.health()).toMatchObject({
      status: 'degraded',
      refused: 1,
      lastError: 'SSM_CACHE_ACCESS_DENIED',
      clients: [{ source: 'ssm', status: 'up' }, {}],
    });

    ssm.instead = () => Promise.reject(awsError('AccessDeniedException'));
    await rejection(cache.refresh());
    expect(cache.health()).toMatchObject({ status: 'down', refused: 2 });
  });

  it('is degraded where AWS says that what the application needs is gone, and up for any other name', async () => {
    const { cache, parameters, host } = await loaded();
    await rejection(cache.parameter('/never').get());
    expect(cache.health()).toMatchObject({ status: 'up', failing: 1 });

    parameters.delete('/host');
    await rejection(host.refresh());
    expect(host.value).toBe(CANARY);
    expect(cache.health()).toMatchObject({ status: 'degraded', failing: 2 });
  });

  it('is degraded where a new value is rejected, and down where there never was another', async () => {
    const { cache, parameters, host } = await loaded({ minRefreshInterval: 0 });
    parameters.put('/port', '5432');
    const port = cache.parameter('/port', { transform: 'number' });
    await cache.ready();
    parameters.put('/port', CANARY);
    await rejection(port.refresh());
    expect(cache.health()).toMatchObject({
      status: 'degraded',
      rejected: 1,
      lastError: 'SSM_CACHE_TRANSFORM',
    });

    const never = cache.parameter('/host', { transform: 'number' });
    await rejection(cache.ready());
    expect(host.value).toBe(CANARY);
    expect(cache.health()).toMatchObject({ status: 'down', rejected: 2 });
    expect(() => never.value).toThrow(expect.objectContaining({ code: 'SSM_CACHE_TRANSFORM' }));
  });

  it('names the client that hangs, since when, and none that answers', async () => {
    const { cache, runtime, payments, host } = await loaded();
    payments.ssm.isHolding = true;
    await runtime.advance(11);
    const began = new Date(runtime.clock.now().wall);
    const theirs = track(cache.parameter('/p', { client: 'payments' }).get());
    await host.get();
    await runtime.advance(4);
    const troubled = () => cache.health().clients.filter(({ status }) => status !== 'up');
    expect(troubled()).toEqual([]);

    await runtime.advance(1);
    expect(troubled()).toEqual([
      { source: 'ssm', client: 'payments', status: 'hanging', since: began, lastError: 'TimeoutError' },
    ]);
    expect(theirs.error?.code).toBe('SSM_CACHE_REFRESH');
    expect(cache.health().clients).toHaveLength(3);

    payments.ssm.letGo();
    payments.ssm.store.put('/p', CANARY);
    await runtime.advance(60);
    await cache.parameter('/p', { client: 'payments' }).get();
    expect(troubled()).toEqual([]);
  });

  it('names a client that hangs although it is given a minute', async () => {
    const { cache, runtime, payments } = await loaded({ refreshTimeout: 60 });
    payments.vault.isHolding = true;
    const began = new Date(runtime.clock.now().wall);
    track(cache.secret('p', { client: 'payments' }).get());
    await runtime.advance(6);

    expect(cache.health().clients.at(-1)).toEqual({
      source: 'secretsmanager',
      client: 'payments',
      status: 'hanging',
      since: began,
    });
  });

  it('does not take a standstill of the process for a client that hangs', async () => {
    const { cache, runtime, payments } = await loaded();
    payments.vault.isHolding = true;
    track(cache.secret('p', { client: 'payments' }).get());
    await settle();
    runtime.freeze(600);

    expect(cache.health().clients.every(({ status }) => status === 'up')).toBe(true);
  });

  it('tells of a source that an extension brings by what its values say', async () => {
    const isAnswering = { flags: true };
    const { cache, runtime } = await loaded({
      extensions: [
        {
          name: 'flags',
          sources: [
            {
              name: 'flags',
              fetch: (requests) =>
                requests.map(async () => {
                  if (!isAnswering.flags) throw new Error(CANARY);
                  return { found: true, raw: { type: 'String', value: CANARY, version: 1 } } as const;
                }),
            },
          ],
        },
      ],
    });
    const flag = { source: 'flags', client: 'default', key: 'banner', name: 'banner', fullName: 'banner' };
    const banner = cache.handle(flag);
    await banner.get();
    expect(cache.health().clients.at(-1)).toEqual({ source: 'flags', client: 'default', status: 'up' });

    isAnswering.flags = false;
    await rejection(banner.refresh());
    expect(cache.health().clients.at(-1)).toMatchObject({
      source: 'flags',
      status: 'failing',
      since: new Date(runtime.clock.now().wall),
      lastError: 'SSM_CACHE_REFRESH',
    });
  });

  it('is down once the cache is closed', async () => {
    const { cache } = await loaded();
    cache.close();

    expect(cache.health()).toMatchObject({ status: 'down', lastError: 'SSM_CACHE_CLOSED' });
  });

  it('names no value, and names only where they are asked for', async () => {
    const { cache, parameters, password, secrets } = await loaded();
    parameters.put('/port', CANARY);
    await rejection(cache.parameter('/port', { transform: 'number' }).get());
    secrets.failNext('InternalServiceError', 1);
    await rejection(password.refresh());

    expect(JSON.stringify(cache.health())).not.toMatch(/port|password|c4n4ry/);
    const all = JSON.stringify(cache.health({ names: true }));
    expect(all).toMatch(/\/port.*password|password.*\/port/);
    expect(all).not.toContain(CANARY);
  });

  it.each([
    [{ staleAfter: -1 }, 'SSM_CACHE_OPTION_RANGE'],
    [{ names: 'all' }, 'SSM_CACHE_INVALID_DECLARATION'],
    [{ name: true }, 'SSM_CACHE_INVALID_DECLARATION'],
  ])('refuses %j', async (options, code) => {
    const { cache } = await loaded();

    expect(() => cache.health(options as object)).toThrow(expect.objectContaining({ code }));
  });
});
