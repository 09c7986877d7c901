import { describe, expect, it } from '@jest/globals';
import { settle } from '../../support/fake-runtime.js';
import { makeCache, rejection, track } from '../../support/make-cache.js';

/** A value that is older than its max age, while AWS does not answer. */
const expiredWhileAwsHangs = async () => {
  const made = makeCache({ maxAge: 60, refreshTimeout: 5 });
  made.parameters.put('/x', 'old');
  const handle = made.cache.parameter('/x');
  await handle.get();
  await made.runtime.advance(61);
  made.ssm.isHolding = true;
  return { ...made, handle };
};

const KINDS = ['freeze', 'block'] as const;

/** A value whose max age is over, while AWS takes a while to answer. */
const expired = async (options: Parameters<typeof makeCache>[0] = {}) => {
  const made = makeCache({ maxAge: 1, jitter: 0, minRefreshInterval: 0, ...options });
  made.parameters.put('/x', '1');
  const handle = made.cache.parameter('/x');
  await handle.get();
  await made.runtime.advance(2);
  const state = () => made.cache.inspect()[0]?.state;
  return { ...made, handle, state };
};

describe('A process that is frozen after each response', () => {
  it.each(KINDS)('reads a value that is one invocation old at most (%s)', async (standStill) => {
    const { handle, parameters, runtime, ssm } = await expired();
    for (let invocation = 2; invocation < 8; invocation += 1) {
      parameters.put('/x', String(invocation));
      ssm.isHolding = true;
      const read = handle.value;
      await settle();
      runtime[standStill](27);
      ssm.letGo();
      await runtime.advance(0.05);
      expect(Number(read)).toBeGreaterThanOrEqual(invocation - 1);
    }
  });

  it.each([0.5, 4, 5.5, 6, 60])(
    'strictly reads no value older than its max age after %d s',
    async (seconds) => {
      for (const standStill of KINDS) {
        const { handle, parameters, runtime, ssm, state } = await expired();
        ssm.isHolding = true;
        const read = track(handle.get());
        await settle();
        runtime[standStill](seconds);
        parameters.put('/x', 'new');
        ssm.letGo();
        await runtime.advance(1);

        expect(read.state).toBe('fulfilled');
        expect(['new', ...(seconds > 1 ? [] : ['1'])]).toContain(read.value);
        expect(state()).not.toBe('backing off');
      }
    },
  );

  it.each(KINDS)('asks at once again for what was cut off, and blames nobody (%s)', async (standStill) => {
    const { handle, runtime, ssm, parameters, cache, state } = await expired();
    ssm.isHolding = true;
    const read = track(handle.get());
    await settle();
    runtime[standStill](20);
    await runtime.advance(0.1);
    ssm.isHolding = false;
    parameters.put('/x', 'new');
    ssm.waiting[0]?.fail(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));
    await runtime.advance(0.2);

    expect(read).toMatchObject({ state: 'fulfilled', value: 'new' });
    expect(state()).toBe('fresh');
    expect(cache.inspect()[0]?.lastError).toBeUndefined();
  });

  it.each(KINDS)('does not wait for an answer that was lost with its connection (%s)', async (standStill) => {
    const { handle, runtime, ssm, parameters } = await expired();
    ssm.isHolding = true;
    const read = track(handle.get());
    await settle();
    runtime[standStill](600);
    ssm.isHolding = false;
    parameters.put('/x', 'new');
    await runtime.advance(1);

    expect(read).toMatchObject({ state: 'fulfilled', value: 'new' });
  });

  it('is told of a group and of a listing as of a value alone', async () => {
    const { cache, parameters, secrets, runtime, ssm, vault } = makeCache({ maxAge: 1, jitter: 0 });
    parameters.put('/t/a', '1');
    secrets.put('s', '1');
    const group = cache.createGroup();
    const [member, secret] = [group.parameter('/t/a'), group.secret('s')];
    const tree = cache.parameters<{ a: string }>('/t');
    await Promise.all([group.refresh(), tree.get()]);
    await runtime.advance(3);
    parameters.put('/t/a', '2');
    secrets.put('s', '2');
    for (const client of [ssm, vault]) client.isHolding = true;
    const reads = [track(member.get()), track(secret.get()), track(tree.get())];
    await settle();
    runtime.block(30);
    for (const client of [ssm, vault]) client.letGo();
    await runtime.advance(3);

    expect(reads.map(({ value }) => value)).toEqual(['2', '2', { a: '2' }]);
  });
});

describe('A refresh that is under way when its cache is closed', () => {
  it.each(['value', 'group', 'cache'] as const)('says so: of a %s', async (what) => {
    const { cache, ssm, handle } = await expired();
    ssm.isHolding = true;
    const group = cache.createGroup();
    group.parameter('/x');
    const refresh = {
      value: () => handle.refresh(),
      group: () => group.refresh(),
      cache: () => cache.refresh(),
    };
    const error = rejection(refresh[what]());
    await settle();
    cache.close();

    expect(await error).toMatchObject({ code: 'SSM_CACHE_CLOSED' });
    expect((await error).message).not.toContain('again');
  });
});

describe('A process that stands still while a refresh is under way', () => {
  it.each([
    ['frozen', 'freeze'],
    ['blocked', 'block'],
  ] as const)('reads what is fresh once it goes on: %s', async (_title, standStill) => {
    const { handle, parameters, ssm, runtime } = await expiredWhileAwsHangs();
    expect(handle.value).toBe('old');
    await settle();
    ssm.isHolding = false;

    runtime[standStill](3_600);
    await runtime.advance(5);
    parameters.put('/x', 'new');
    await expect(handle.get()).resolves.toBe('new');
  });

  it('is left alone after one that AWS did not answer in time', async () => {
    const { handle, ssm, runtime } = await expiredWhileAwsHangs();
    const read = handle.get();
    await runtime.advance(5);
    await read;
    ssm.calls.length = 0;
    await handle.get();

    expect(ssm.count()).toBe(0);
  });
});
