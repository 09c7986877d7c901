import { describe, expect, it } from '@jest/globals';
import { routerOf } from '../../../support/source-of-aws.js';
import { abortedWithAll, PendingRequest } from '../../../../lib/sources/calls/pending-request.js';
import { AwsClients } from '../../../../lib/sources/clients/aws-clients.js';
import { parameterReference } from '../../../../lib/sources/parameter-store/parameter-reference.js';
import { pathReference } from '../../../../lib/sources/parameter-store/path-reference.js';
import type { Reference } from '../../../../lib/sources/source.interface.js';
import { FakeRuntime, settle } from '../../../support/fake-runtime.js';
import { HeldParameterStore, HeldSecretsManager } from '../../../support/held-clients.js';
import { awsError, makeCache, track } from '../../../support/make-cache.js';

const SECONDS = 1_000;

const CALL_TIMEOUT = 5 * SECONDS;

const makeWorld = () => {
  const runtime = new FakeRuntime();
  const ssm = new HeldParameterStore();
  const clients = new AwsClients({ ssmClient: ssm, secretsManagerClient: new HeldSecretsManager() }, runtime);
  const givenUp = new AbortController();
  const fetch = (...references: readonly Reference[]) => {
    const requests = references.map((reference) => ({
      reference,
      signal: givenUp.signal,
      maxAge: 0,
      callTimeout: CALL_TIMEOUT,
    }));
    return routerOf(clients).fetch(requests).map(track);
  };
  return { runtime, ssm, clients, givenUp, fetch };
};

const parameter = (name: string) => parameterReference(name, { withDecryption: true });

const path = (name: string) => pathReference(name, { withDecryption: true, recursive: true, filters: [] });

const lost = (): Error => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });

describe('A call', () => {
  it('is not sent once it is given up, at whatever moment that is', async () => {
    for (let ticks = 0; ticks < 30; ticks += 1) {
      const { fetch, ssm, givenUp } = makeWorld();
      for (let index = 0; index < 30; index += 1) ssm.store.put(`/tree/${index}`, 'v');
      fetch(path('/tree'), parameter('/tree/1'));
      for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
      givenUp.abort();
      const before = ssm.count();
      await settle();

      expect({ ticks, sent: ssm.count() - before }).toEqual({ ticks, sent: 0 });
    }
  });

  it('is given up when it goes without an answer, and its place is free', async () => {
    const { fetch, ssm, runtime } = makeWorld();
    ssm.isHolding = true;
    const hanging = Array.from({ length: 40 }, (_, index) => fetch(path(`/hangs/${index}`))).flat();
    const [waiting] = fetch(parameter('/a'));
    ssm.store.put('/a', 'v');
    await runtime.advance(4.9);
    expect([ssm.count(), hanging[0]?.state]).toEqual([40, 'pending']);
    ssm.isHolding = false;
    await runtime.advance(0.2);

    expect(hanging.map(({ error }) => error?.message)).toContain(
      '"/hangs/0" was not answered within refreshTimeout (5 s). Check the network between this process and AWS, or raise refreshTimeout.',
    );
    expect(waiting?.state).toBe('fulfilled');
  });

  it('does not lose time while it waits for a place', async () => {
    const { fetch, ssm, runtime } = makeWorld();
    ssm.store.put('/a', 'v');
    ssm.isHolding = true;
    for (let index = 0; index < 40; index += 1) fetch(path(`/hangs/${index}`));
    const [waiting] = fetch(parameter('/a'));
    await runtime.advance(9);
    expect([ssm.count(), waiting?.state]).toEqual([41, 'pending']);
    ssm.letGo();
    await runtime.drain();

    expect(waiting?.state).toBe('fulfilled');
  });

  it('of a listing has its own time: 100 slow pages load', async () => {
    const { fetch, ssm, runtime } = makeWorld();
    for (let index = 0; index < 1_000; index += 1) ssm.store.put(`/p/${index}`, 'v');
    ssm.isHolding = true;
    const [listing] = fetch(path('/p'));
    for (let page = 0; page < 100; page += 1) {
      // oxlint-disable-next-line no-await-in-loop -- a page follows the other
      await runtime.advance(1);
      ssm.releaseAll();
    }
    await runtime.drain();

    expect(listing?.state).toBe('fulfilled');
    expect(ssm.count()).toBe(100);
  });

  it('is not sent when nobody waits for it any more', async () => {
    const { fetch, ssm, runtime, givenUp } = makeWorld();
    ssm.isHolding = true;
    for (let index = 0; index < 40; index += 1) fetch(path(`/hangs/${index}`));
    const [waiting] = fetch(parameter('/a'));
    await runtime.drain();
    givenUp.abort(new Error('given up'));
    await runtime.drain();

    expect([waiting?.state, ssm.count(), runtime.timers]).toEqual(['rejected', 40, 0]);
  });
});

describe('A call during which the process stands still', () => {
  it.each<[string, (runtime: FakeRuntime) => void]>([
    ['frozen for an hour', (runtime) => runtime.freeze(3_600)],
    ['stopped for a minute', (runtime) => runtime.block(60)],
    ['stopped for less than its time', (runtime) => runtime.block(3)],
  ])('counts when it is answered all the same: %s', async (_how, standStill) => {
    const { fetch, ssm, runtime } = makeWorld();
    ssm.store.put('/a', 'v');
    ssm.isHolding = true;
    const [answer] = fetch(parameter('/a'));
    await runtime.advance(1);
    standStill(runtime);
    await runtime.advance(0.1);
    expect(answer?.state).toBe('pending');
    ssm.releaseAll();
    await runtime.drain();

    expect([answer?.state, ssm.count()]).toEqual(['fulfilled', 1]);
  });

  it.each<[string, () => Error]>([
    ['a lost connection', lost],
    ['a time-out of the client', () => awsError('TimeoutError')],
    ['a signature that is too old', () => awsError('InvalidSignatureException')],
  ])('is repeated at once when it was cut off: %s', async (_how, error) => {
    const { fetch, ssm, runtime } = makeWorld();
    ssm.store.put('/a', 'v');
    ssm.isHolding = true;
    const [answer] = fetch(parameter('/a'));
    await runtime.advance(1);
    runtime.freeze(120);
    ssm.last.fail(error());
    ssm.isHolding = false;
    await runtime.drain();

    expect([answer?.state, ssm.count()]).toEqual(['fulfilled', 2]);
  });

  it('is repeated when it is not answered soon afterwards', async () => {
    const { fetch, ssm, runtime } = makeWorld();
    ssm.store.put('/a', 'v');
    ssm.isHolding = true;
    const [answer] = fetch(parameter('/a'));
    await runtime.advance(1);
    runtime.block(60);
    ssm.isHolding = false;
    await runtime.advance(1);

    expect([answer?.state, ssm.count()]).toEqual(['fulfilled', 2]);
  });

  it('is repeated from its page when a listing was cut off', async () => {
    const { fetch, ssm, runtime } = makeWorld();
    for (let index = 0; index < 30; index += 1) ssm.store.put(`/p/${index}`, 'v');
    ssm.isHolding = true;
    const [listing] = fetch(path('/p'));
    await runtime.drain();
    ssm.releaseAll();
    await runtime.drain();
    runtime.block(30);
    ssm.last.fail(lost());
    ssm.letGo();
    await runtime.drain();
    const tokens = ssm.calls.map(({ input }) => input.NextToken);

    expect(listing?.state).toBe('fulfilled');
    expect(tokens).toHaveLength(4);
    expect(tokens[2]).toBe(tokens[1]);
  });

  it('is repeated a bounded number of times', async () => {
    const { fetch, ssm, runtime } = makeWorld();
    ssm.isHolding = true;
    const [answer] = fetch(parameter('/a'));
    for (let freeze = 0; freeze < 20; freeze += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one freeze after the other
      await runtime.drain();
      runtime.freeze(60);
      for (const call of ssm.waiting) call.fail(lost());
    }
    await runtime.drain();

    expect([answer?.state, ssm.count()]).toEqual(['rejected', 11]);
  });
});

describe('A call that is cut off while the process is awake', () => {
  it('fails at once, and is repeated by nobody but the client', async () => {
    const { fetch, ssm, runtime } = makeWorld();
    ssm.isHolding = true;
    const [answer] = fetch(parameter('/a'));
    await runtime.advance(1);
    ssm.last.fail(lost());
    await runtime.drain();

    expect([answer?.state, ssm.count()]).toEqual(['rejected', 1]);
  });

  it('is repeated while the application starts, and told as it is when the start ends', async () => {
    const { fetch, ssm, runtime, clients } = makeWorld();
    ssm.instead = () => {
      throw lost();
    };
    let end = (): void => undefined;
    const start = clients.during(() => new Promise<void>((resolve) => (end = resolve)));
    const [answer] = fetch(parameter('/a'));
    await runtime.advance(5);
    expect(answer?.state).toBe('pending');
    expect(ssm.count()).toBeGreaterThan(5);
    expect(clients.troubleOf(parameter('/a'))?.message).toContain('ECONNRESET');
    end();
    await start;
    await runtime.drain();

    expect(answer?.error?.message).toContain('ECONNRESET');
    expect(clients.troubleOf(parameter('/a'))).toBeUndefined();
    expect(runtime.timers).toBe(0);
  });
});

describe('Calls that hang', () => {
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
});

describe('A call for several requests', () => {
  const requests = (...signals: AbortSignal[]) =>
    signals.map(
      (signal, index) =>
        new PendingRequest({
          reference: parameter(`/${index}`),
          signal,
          maxAge: 0,
          callTimeout: CALL_TIMEOUT,
        }),
    );

  it('is given up when nobody waits for any of them, and not before', () => {
    const [first, second] = [new AbortController(), new AbortController()];
    const signal = abortedWithAll(requests(first.signal, second.signal, first.signal));
    first.abort();
    expect(signal.aborted).toBe(false);

    second.abort();
    expect(signal.aborted).toBe(true);
  });

  it('is given up at once where nobody waits any more', () => {
    const gone = AbortSignal.abort();
    const controller = new AbortController();
    expect(abortedWithAll(requests(gone, AbortSignal.abort())).aborted).toBe(true);

    const signal = abortedWithAll(requests(gone, controller.signal));
    expect(signal.aborted).toBe(false);
    controller.abort();
    expect(signal.aborted).toBe(true);
  });

  it('has the signal of the only one who waits', () => {
    const { signal } = new AbortController();

    expect(abortedWithAll(requests(signal, signal))).toBe(signal);
  });
});

describe('Two starts at once', () => {
  it('have failed calls repeated until the last of them has ended', async () => {
    const { fetch, ssm, runtime, clients } = makeWorld();
    const ends: (() => void)[] = [];
    const start = (): Promise<void> => new Promise((resolve) => ends.push(resolve));
    void clients.during(start);
    void clients.during(start);
    ssm.instead = () => {
      throw awsError('ThrottlingException');
    };
    const [call] = fetch(parameter('/a'));
    await runtime.advance(1);
    ends[0]?.();
    await runtime.advance(1);
    expect(call?.state).toBe('pending');

    ends[1]?.();
    await runtime.advance(1);
    expect(call?.state).toBe('rejected');
  });
});
