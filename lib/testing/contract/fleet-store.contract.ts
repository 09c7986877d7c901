import type { FleetAnswer, FleetListener, FleetQuestion, FleetStore } from '../../index.js';
import type { ContractCheck } from './contract-check.interface.js';
import { ensure } from './ensure.js';

/**
 * A store to check.
 *
 * @publicApi
 */
export interface FleetStoreUnderTest {
  /** The store of one process. */
  readonly store: FleetStore;
  /** The same store, as another process has it. */
  readonly other: FleetStore;
  /** Keys and channels begin with it. No other check uses it. */
  readonly prefix: string;
  /** Ends what the check has made, such as a server. */
  close?(): void | Promise<void>;
}

/** In milliseconds. */
const PATIENCE = 2_000;
const PAUSE = 5;

/**
 * What a fleet relies on, of a store.
 *
 * @param make makes a store; called once for each check
 *
 * @example
 * ```ts
 * for (const { name, run } of fleetStoreContract(() => ({ store }))) it(name, run);
 * ```
 *
 * @publicApi
 */
export const fleetStoreContract = (
  make: () => FleetStoreUnderTest | Promise<FleetStoreUnderTest>,
): ContractCheck[] =>
  Object.entries(CHECKS).map(([name, check]) => ({
    name,
    run: async () => {
      const tested = await make();
      try {
        await check(tested);
      } finally {
        await tested.close?.();
      }
    },
  }));

interface Heard {
  readonly message: string;
  readonly sequence: number;
}

const subscribed = async (store: FleetStore, channel: string) => {
  const heard: Heard[] = [];
  const controller = new AbortController();
  const listener: FleetListener = {
    message: (message, sequence) => heard.push({ message, sequence }),
    disconnected: () => undefined,
    reconnected: () => undefined,
  };
  await store.subscribe(channel, listener, controller.signal);
  return { heard, end: () => controller.abort() };
};

/** Waits until something holds. */
const eventually = async (holds: () => boolean, fault: string): Promise<void> => {
  const end = Date.now() + PATIENCE;
  while (!holds() && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, PAUSE));
  ensure(holds(), fault);
};

/** In milliseconds. */
const LEASE = 5_000;

const take = async (
  store: FleetStore,
  question: FleetQuestion,
  token: string,
  lease = LEASE,
): Promise<FleetAnswer> => {
  const [answer] = await store.take([question], { token, lease, keep: 60_000 });
  if (answer === undefined) throw new Error('The contract is broken: a question has no answer.');
  return answer;
};

const ticketOf = async (store: FleetStore, key: string, token: string, lease = LEASE): Promise<number> => {
  const answer = await take(store, { key, maxAge: 0 }, token, lease);
  if (answer.kind !== 'lease') throw new Error('The contract is broken: nobody gets the lease.');
  return answer.ticket;
};

const ascending = (one: number, other: number): number => one - other;

type Check = (tested: FleetStoreUnderTest) => Promise<void>;

const CHECKS: Readonly<Record<string, Check>> = {
  'lets as many calls go at once as the burst says, and then one for each interval': async ({
    store,
    other,
    prefix,
  }) => {
    const limit = { interval: 1_000, burst: 3, longest: 60_000 };
    const waits: (number | undefined)[] = [];
    for (const one of [store, other, store, other, store]) waits.push(await one.pace(`${prefix}:p`, limit));
    const [first, second, third, fourth = 0, fifth = 0] = waits;
    ensure(
      [first, second, third].every((wait) => wait === 0),
      'a call of the burst has to wait',
    );
    ensure(fourth > 500 && fourth <= 1_000, 'the call after the burst does not wait for one interval');
    ensure(fifth > fourth + 500 && fifth <= 2_000, 'the next call does not wait for another interval');
  },

  'keeps no place for a call that would wait too long': async ({ store, prefix }) => {
    const limit = { interval: 1_000, burst: 1, longest: 1_500 };
    const key = `${prefix}:p`;
    await store.pace(key, limit);
    await store.pace(key, limit);
    const refused = await Promise.all([store.pace(key, limit), store.pace(key, limit)]);
    ensure(
      refused.every((wait) => wait === undefined),
      'a call is to wait longer than it may',
    );
    const patient = await store.pace(key, { ...limit, longest: 60_000 });
    ensure((patient ?? Infinity) <= 2_000, 'a call that went away has kept its place');
  },

  'gives two calls at once two places': async ({ store, other, prefix }) => {
    const limit = { interval: 1_000, burst: 1, longest: 60_000 };
    const waits = await Promise.all(
      [store, other, store, other].map((one) => one.pace(`${prefix}:p`, limit)),
    );
    const rounded = waits.map((wait) => Math.round((wait ?? 0) / 1_000)).toSorted(ascending);
    ensure(rounded.join() === '0,1,2,3', 'two calls have one place');
  },

  'has a row of its own for each key': async ({ store, prefix }) => {
    const limit = { interval: 1_000, burst: 1, longest: 60_000 };
    const waits = [await store.pace(`${prefix}:p`, limit), await store.pace(`${prefix}:q`, limit)];
    ensure(
      waits.every((wait) => wait === 0),
      'calls for two keys wait for each other',
    );
  },

  'gives one of several the lease, and the others something to wait for': async ({
    store,
    other,
    prefix,
  }) => {
    const [one, another] = await Promise.all([
      take(store, { key: `${prefix}:v`, maxAge: 1_000 }, 'one'),
      take(other, { key: `${prefix}:v`, maxAge: 1_000 }, 'other'),
    ]);
    const kinds = [one.kind, another.kind].toSorted((first, second) => (first < second ? -1 : 1));
    ensure(kinds.join() === 'lease,wait', 'not one, and only one, got the lease');
    const [waiting] = [one, another].flatMap((answer) => (answer.kind === 'wait' ? [answer] : []));
    ensure(
      waiting !== undefined && waiting.wait > 0 && waiting.wait <= LEASE,
      'it is not told how long to wait',
    );
    const [given] = [one, another].flatMap((answer) => (answer.kind === 'lease' ? [answer] : []));
    ensure(waiting?.last === given?.ticket, 'it is not told which ticket was the last');
  },

  'gives what was stored, with its age, if it is young enough': async ({ store, other, prefix }) => {
    const key = `${prefix}:v`;
    const ticket = await ticketOf(store, key, 'one');
    await store.put([{ key, ticket, age: 1_000, keep: 60_000, text: 'text' }], 'one');
    const answer = await take(other, { key, maxAge: 60_000 }, 'other');
    ensure(answer.kind === 'value' && answer.text === 'text', 'what was stored is not given');
    ensure(answer.kind === 'value' && answer.ticket === ticket, 'the ticket is another one');
    ensure(answer.kind === 'value' && answer.age >= 1_000 && answer.age < 1_900, 'the age is wrong');
    const old = await take(other, { key, maxAge: 1_000 }, 'other');
    ensure(
      old.kind === 'lease' && old.ticket > ticket,
      'what is too old is given, or its ticket is given again',
    );
  },

  'gives what was fetched after a ticket, and nothing that was fetched before': async ({
    store,
    other,
    prefix,
  }) => {
    const key = `${prefix}:v`;
    const first = await ticketOf(store, key, 'one');
    await store.put([{ key, ticket: first, age: 0, keep: 60_000, text: 'first' }], 'one');
    const early = await take(other, { key, maxAge: 0, after: first }, 'other');
    ensure(early.kind === 'lease', 'what was fetched before is given');
    const second = early.kind === 'lease' ? early.ticket : 0;
    await other.put([{ key, ticket: second, age: 0, keep: 60_000, text: 'second' }], 'other');
    const late = await take(store, { key, maxAge: 0, after: first }, 'one');
    ensure(late.kind === 'value' && late.text === 'second', 'what was fetched after is not given');
  },

  'stores nothing older over something newer': async ({ store, other, prefix }) => {
    const key = `${prefix}:v`;
    const first = await ticketOf(store, key, 'one', 1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const second = await ticketOf(other, key, 'other');
    ensure(second > first, 'a later ticket is not above an earlier one');
    await other.put([{ key, ticket: second, age: 0, keep: 60_000, text: 'newer' }], 'other');
    await store.put([{ key, ticket: first, age: 0, keep: 60_000, text: 'older' }], 'one');
    const answer = await take(store, { key, maxAge: 60_000 }, 'one');
    ensure(answer.kind === 'value' && answer.text === 'newer', 'an older value was stored over a newer one');
  },

  'stores nothing that was asked for before the entry was dropped': async ({ store, other, prefix }) => {
    const key = `${prefix}:v`;
    const ticket = await ticketOf(store, key, 'one');
    await other.drop(key, 60_000);
    await store.put([{ key, ticket, age: 0, keep: 60_000, text: 'text' }], 'one');
    const answer = await take(other, { key, maxAge: 60_000 }, 'other');
    ensure(answer.kind === 'lease', 'something is stored, or a lease has outlived the entry');
  },

  'ends a lease without a value, and no lease of another': async ({ store, other, prefix }) => {
    const key = `${prefix}:v`;
    const ticket = await ticketOf(store, key, 'one');
    const ended = { key, ticket, age: 0, keep: 60_000, text: '' };
    await other.put([ended], 'other');
    ensure(
      (await take(other, { key, maxAge: 1_000 }, 'other')).kind === 'wait',
      'the lease of another was ended',
    );
    await store.put([ended], 'one');
    ensure((await take(other, { key, maxAge: 1_000 }, 'other')).kind === 'lease', 'the lease was not ended');
  },

  'takes several entries at once': async ({ store, prefix }) => {
    const keys = ['a', 'b', 'c'].map((name) => `${prefix}:${name}`);
    const ticket = await ticketOf(store, keys[1] as string, 'one');
    await store.put([{ key: keys[1] as string, ticket, age: 0, keep: 60_000, text: 'b' }], 'one');
    const lease = { token: 'one', lease: LEASE, keep: 60_000 };
    const answers = await store.take(
      keys.map((key) => ({ key, maxAge: 1_000 })),
      lease,
    );
    ensure(answers.map(({ kind }) => kind).join() === 'lease,value,lease', 'the answers are not in order');
  },

  'brings a message to all that have subscribed, and counts it': async ({ store, other, prefix }) => {
    const channel = `${prefix}:bus`;
    const listeners = [await subscribed(store, channel), await subscribed(other, channel)];
    ensure((await store.sequence(channel)) === 0, 'a channel without messages has a number above 0');
    await store.publish(channel, 'one {"a": 1}');
    await other.publish(channel, 'two');
    for (const { heard } of listeners) {
      await eventually(() => heard.length >= 2, 'a message was not heard within 2 seconds');
      const [first, second] = heard;
      ensure(
        first?.message === 'one {"a": 1}' && second?.message === 'two',
        'a message is not what was sent',
      );
      ensure(first?.sequence === 1 && second?.sequence === 2, 'the numbers of the messages are not 1 and 2');
    }
    ensure((await other.sequence(channel)) === 2, 'the number of the last message is not told');
    for (const { end } of listeners) end();
  },

  'counts messages that nobody hears': async ({ store, other, prefix }) => {
    const channel = `${prefix}:bus`;
    await store.publish(channel, 'unheard');
    const { heard, end } = await subscribed(other, channel);
    await store.publish(channel, 'heard');
    // The nodes of a cluster may pass the first message on after the subscription.
    await eventually(() => heard.at(-1)?.message === 'heard', 'a message was not heard within 2 seconds');
    ensure(heard.at(-1)?.sequence === 2, 'the message has not the number 2');
    end();
  },

  'brings no message of another channel, and none after the end': async ({ store, other, prefix }) => {
    const { heard, end } = await subscribed(store, `${prefix}:bus`);
    await other.publish(`${prefix}:another`, 'elsewhere');
    end();
    await other.publish(`${prefix}:bus`, 'late');
    const last = await subscribed(other, `${prefix}:bus`);
    await store.publish(`${prefix}:bus`, 'last');
    await eventually(() => last.heard.length > 0, 'a message was not heard within 2 seconds');
    ensure(heard.length === 0, 'a message was heard that nobody had subscribed to');
    last.end();
  },
};
