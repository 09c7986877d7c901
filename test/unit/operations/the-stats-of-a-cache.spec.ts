import { describe, expect, it } from '@jest/globals';
import { settle } from '../../support/fake-runtime.js';
import { awsError, makeCache, rejection } from '../../support/make-cache.js';

const NOTHING = {
  refreshes: 0,
  failures: {},
  awsCalls: {},
  throttled: 0,
  changes: 0,
  staleReads: 0,
  recoveries: { succeeded: 0, failed: 0 },
  events: { received: 0, ignored: 0 },
  fleet: {
    sent: 0,
    received: 0,
    gaps: 0,
    paced: 0,
    hits: 0,
    misses: 0,
    bypassed: 0,
    unreadable: 0,
    failures: 0,
  },
};

const loaded = async (options = {}) => {
  const made = makeCache({ maxAge: 10, jitter: 0, minRefreshInterval: 0, ...options });
  made.parameters.put('/host', '1');
  made.secrets.put('db', '1');
  const [host, db] = [made.cache.parameter('/host'), made.cache.secret('db')];
  await made.cache.ready();
  return { ...made, host, db };
};

describe('The statistics of a cache', () => {
  it('begin with nothing, and count refreshes and calls', async () => {
    expect(makeCache().cache.stats()).toEqual(NOTHING);

    const { cache } = await loaded();
    expect(cache.stats()).toEqual({
      ...NOTHING,
      refreshes: 2,
      awsCalls: { GetParameters: 1, GetSecretValue: 1 },
    });
  });

  it('count no read of a fresh value', async () => {
    const { cache, host } = await loaded();
    const before = cache.stats();
    for (let read = 0; read < 1_000; read += 1) {
      void host.value;
      await host.get();
    }
    expect(cache.stats()).toEqual(before);
  });

  it('count changes, failures by code, and what AWS throttled', async () => {
    const { cache, parameters, ssm, host } = await loaded();
    parameters.put('/host', '2');
    await host.refresh();
    ssm.instead = () => Promise.reject(awsError('ThrottlingException'));
    await rejection(host.refresh());
    ssm.instead = () => Promise.reject(awsError('TooMany', 'no', 429));
    await rejection(host.refresh());
    ssm.instead = undefined;
    parameters.delete('/host');
    await rejection(host.refresh());

    expect(cache.stats()).toMatchObject({
      refreshes: 6,
      failures: { SSM_CACHE_REFRESH: 2, SSM_CACHE_INVALID_PARAMETER: 1 },
      awsCalls: { GetParameters: 5 },
      throttled: 2,
      changes: 2,
    });
  });

  it('count reads that gave a value older than its max age', async () => {
    const { cache, runtime, ssm, host } = await loaded();
    await runtime.advance(11);
    void host.value;
    expect(cache.stats().staleReads).toBe(1);
    await settle();
    void host.value;
    await host.get();
    expect(cache.stats().staleReads).toBe(1);

    ssm.instead = () => Promise.reject(awsError('ThrottlingException'));
    await runtime.advance(11);
    await host.get();
    expect(cache.stats().staleReads).toBe(2);
  });

  it('count no strict read of a value that is never to be kept', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/now', '1');
    const now = cache.parameter('/now', { maxAge: 0 });
    await now.get();
    await now.get();

    expect(cache.stats()).toMatchObject({ refreshes: 2, staleReads: 0 });
  });

  it('count how repeated calls end', async () => {
    const { cache, db } = await loaded();
    let failures = 0;
    const call = db.refreshOnError(async () => {
      failures -= 1;
      if (failures >= 0) throw new Error('28P01');
    });
    failures = 1;
    await call();
    failures = 5;
    await rejection(call());

    expect(cache.stats().recoveries).toEqual({ succeeded: 1, failed: 1 });
  });

  it('are a copy', async () => {
    const { cache, host } = await loaded();
    const before = cache.stats();
    await host.refresh();

    expect(before.refreshes).toBe(2);
    expect(cache.stats().refreshes).toBe(3);
  });
});
