import { fleetUnreadableMessage } from '../../errors/errors.messages.js';
import type { FleetAnswer, FleetValue } from '../../options/fleet-store.interface.js';
import type { Stamp } from '../../runtime/clock.js';
import type { Answer, FetchRequest, Reference } from '../../sources/source.interface.js';
import type { FleetRuntime } from '../fleet-runtime.js';
import type { FleetTally } from '../../runtime/fleet-stats.js';
import { answerOf, readAnswer, writeAnswer } from './answer-text.js';
import { CallIds, type NamedCalls } from './call-ids.js';
import type { Sealer } from './sealer.interface.js';

/** How far the clocks of two processes may be apart, in milliseconds, for one to take what the other fetched for a forced refresh. */
const CLOCK_SKEW = 1_000;

/** What the store has given. */
export type StoredValue = Extract<FleetAnswer, { readonly kind: 'value' }>;

/** A value to store, and when its fetch began. */
export interface Fetched {
  readonly key: string;
  readonly reference: Reference;
  readonly answer: Answer;
  readonly ticket: number;
  readonly begin: Stamp;
  readonly keep: number;
}

/** What the fleet stores, encrypted so that it is of use for one reference, one ticket and one namespace alone. */
export class StoredAnswers {
  readonly #ids = new CallIds();
  #isToldOff = false;

  constructor(
    private readonly namespace: string,
    private readonly runtime: FleetRuntime,
    private readonly tally: Pick<FleetTally, 'unreadable'>,
  ) {}

  /** What is stored: an empty text, which only ends the lease, for what is not shared or cannot be encrypted. */
  async write({ key, reference, answer, ticket, begin, keep }: Fetched, sealer: Sealer): Promise<FleetValue> {
    const plain = writeAnswer(answer, begin.wall, this.#ids.idOf(answer.call));
    const sealed =
      plain === undefined ? undefined : await sealer.seal(plain, this.#context(reference, ticket));
    const age = this.runtime.clock.now().monotonic - begin.monotonic;
    return { key, ticket, age, keep, text: sealed ?? '' };
  }

  /**
   * The answer to a request; `undefined` if it cannot be decrypted, or is older than the request allows.
   *
   * The store tells the age. Who has the store and no key could tell a wrong one, so that the time that was encrypted counts, too.
   *
   * @param asked when the request came, when the store was asked, and whether for what was fetched in between
   */
  async read(
    { reference, maxAge }: FetchRequest,
    { text, ticket, age }: StoredValue,
    sealer: Sealer,
    asked: { readonly first: Stamp; readonly last: Stamp; readonly isLater: boolean },
    calls: NamedCalls,
  ): Promise<Answer | undefined> {
    const plain = await sealer.unseal(text, this.#context(reference, ticket));
    if (plain === undefined) {
      this.tally.unreadable += 1;
      if (!this.#isToldOff) this.runtime.logger.warn(fleetUnreadableMessage(this.namespace));
      this.#isToldOff = true;
      return undefined;
    }
    const shared = readAnswer(plain);
    const answer = { ...answerOf(reference, shared), call: calls.call(shared.call) };
    const fetchedAt = Math.min(asked.last.wall - age, shared.at);
    if (this.runtime.clock.now().wall - fetchedAt < maxAge) return { ...answer, fetchedAt };
    // Where its ticket was given after the request, AWS has answered since.
    return asked.isLater && shared.at >= asked.first.wall - CLOCK_SKEW ? answer : undefined;
  }

  #context({ key }: Reference, ticket: number): string {
    return JSON.stringify([this.namespace, key, ticket]);
  }
}
