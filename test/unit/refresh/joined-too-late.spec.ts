import { describe, expect, it } from '@jest/globals';
import { settle } from '../../support/fake-runtime.js';
import { awsError, makeCache, track } from '../../support/make-cache.js';

const STRICT = { maxAge: 0, maxStale: 0 };

const neverFits = {
  schema: {
    '~standard': { version: 1, vendor: 'test', validate: () => ({ issues: [{ message: 'never fits' }] }) },
  },
} as const;

/** A cache in front of the values `/x/y` and `s`, which AWS denies as long as `deny()` says so. */
const makeDenied = () => {
  const made = makeCache({ maxAge: 10, jitter: 0 });
  const clients = [made.ssm, made.vault];
  made.parameters.put('/x/y', 'v');
  made.secrets.put('s', 'v');
  const deny = (isDenied: boolean): void => {
    for (const client of clients)
      client.instead = isDenied ? () => Promise.reject(awsError('AccessDeniedException')) : undefined;
  };
  const hold = (): void => {
    for (const client of clients) client.isHolding = true;
  };
  const release = async (): Promise<void> => {
    for (const client of clients) client.releaseAll();
    await settle(10);
  };
  const count = (): number => clients.reduce((sum, client) => sum + client.count(), 0);
  return { ...made, deny, hold, release, count };
};

type Denied = ReturnType<typeof makeDenied>;
type Open = (options?: object) => { readonly value: unknown; get(): Promise<unknown> };

const openers: Record<string, ({ cache }: Denied) => Open> = {
  parameter:
    ({ cache }) =>
    (options) =>
      cache.parameter('/x/y', options),
  secret:
    ({ cache }) =>
    (options) =>
      cache.secret('s', options),
  path:
    ({ cache }) =>
    (options) =>
      cache.parameters('/x', options),
};

describe.each(Object.keys(openers))('A strict read of a %s that joined a refresh too old for it', (kind) => {
  /** Two reads after a denial: the first begins a refresh, which AWS answers; the second is strict, and joins it. */
  const joinAfterDenial = async ({ isStrictPicky }: { readonly isStrictPicky: boolean }) => {
    const denied = makeDenied();
    const open = (openers[kind] as ({ cache }: Denied) => Open)(denied);
    const patient = open();
    const strict = open(isStrictPicky ? { ...STRICT, ...neverFits } : STRICT);
    const picky = open(neverFits);
    denied.deny(true);
    for (const handle of [patient, strict, picky])
      await expect(handle.get()).rejects.toThrow('denies access');
    denied.deny(false);
    await denied.runtime.advance(61);
    denied.hold();
    expect(() => patient.value).toThrow('denies access');
    await denied.runtime.advance(0.1);
    const read = track(strict.get());
    const before = denied.count();
    await denied.release();
    return { ...denied, read, asked: () => denied.count() - before };
  };

  it('asks again after a denial, although another reader rejects its value', async () => {
    const { read, asked, release } = await joinAfterDenial({ isStrictPicky: false });

    expect([read.state, asked()]).toEqual(['pending', 1]);
    await release();
    expect([read.state, asked()]).toEqual(['fulfilled', 1]);
  });

  it('does not ask again where it rejects the value itself', async () => {
    const { read, asked } = await joinAfterDenial({ isStrictPicky: true });

    expect([read.state, asked()]).toEqual(['rejected', 0]);
    expect(read.error?.message).toContain('cannot be used');
  });
});

describe('A strict read of a member of a group', () => {
  it('does not ask again during the back-off where another member made the refresh fail that it joined', async () => {
    const { cache, deny, hold, release, count, runtime } = makeDenied();
    const group = cache.createGroup();
    const handles = [group.parameter('/x/y'), group.parameter('/x/y', STRICT)] as const;
    const [patient, strict] = handles;
    const picky = group.parameter('/x/y', neverFits);
    deny(true);
    for (const handle of [...handles, picky]) await expect(handle.get()).rejects.toThrow('denies access');
    deny(false);
    await runtime.advance(61);
    hold();
    expect(() => patient.value).toThrow('denies access');
    await runtime.advance(0.1);
    const read = track(strict.get());
    const before = count();
    await release();

    expect([read.state, count() - before]).toEqual(['rejected', 0]);
  });

  it('asks again after a failure, where the refresh that it joined asked only for a new member', async () => {
    const { cache, parameters, ssm, runtime } = makeCache({ maxAge: 20, jitter: 0 });
    parameters.put('/old', 'first');
    parameters.put('/new', 'v');
    const group = cache.createGroup();
    const member = group.parameter('/old', { maxAge: 1 });
    await member.get();
    await runtime.advance(1);
    ssm.instead = () => Promise.reject(awsError('InternalServerError', 'UnknownError', 500));
    await expect(member.get()).resolves.toBe('first');
    ssm.instead = undefined;
    parameters.put('/old', 'second');
    await runtime.advance(5);
    ssm.isHolding = true;
    const added = track(group.parameter('/new').get());
    await settle();
    const read = track(member.get());
    for (let call = 0; call < 4; call += 1) {
      ssm.releaseAll();
      await settle(10);
    }

    expect(ssm.asked.slice(2)).toEqual([['/new'], ['/new', '/old']]);
    expect([added.value, read.value]).toEqual(['v', 'second']);
  });
});
