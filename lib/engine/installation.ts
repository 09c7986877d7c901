import type { SsmCacheError } from '../errors/index.js';
import { mostTellingError } from '../errors/most-telling-error.js';
import { asSsmCacheError } from '../errors/as-ssm-cache-error.js';
import type { Stamp } from '../runtime/clock.js';
import { FetchFailures } from './fetch-failures.js';
import type { Arrivals, Flight } from './refresh-attempt.js';
import type { Subscriber } from './subscriber.interface.js';

/** What a flight brought, converted for each subscriber and ready to be installed in one step. */
export class Installation {
  readonly #installs = new Map<Subscriber, (stamp: Stamp) => void>();
  readonly #failures = new Map<Subscriber, SsmCacheError>();

  readonly #prepared = new Set<Subscriber>();
  /** Why nothing came for some of the references. */
  readonly fetchFailures: FetchFailures;

  constructor(
    private readonly flight: Flight,
    private readonly arrivals: Arrivals,
  ) {
    this.fetchFailures = new FetchFailures(
      flight.requests,
      arrivals.errors,
      new Set(arrivals.answers.keys()),
    );
  }

  /** Those of `subscribers` that have joined since others were prepared. */
  newcomers(subscribers: Iterable<Subscriber>): readonly Subscriber[] {
    return [...subscribers].filter((subscriber) => !this.#prepared.has(subscriber));
  }

  /** Converts the answers for `subscribers`, each in its own way. */
  async prepare(subscribers: readonly Subscriber[]): Promise<void> {
    for (const subscriber of subscribers) this.#prepared.add(subscriber);
    await Promise.all(subscribers.map((subscriber) => this.#prepare(subscriber)));
  }

  /** Why nothing at all came for some reference. */
  get fetchFailure(): SsmCacheError | undefined {
    const errors = [...this.arrivals.errors.values()];
    return errors.length === 0 ? undefined : mostTellingError([...errors, ...this.#failures.values()]);
  }

  /** Why some reference or subscriber goes away empty-handed. */
  get failure(): SsmCacheError | undefined {
    const errors = [...this.arrivals.errors.values(), ...this.#failures.values()];
    return errors.length === 0 ? undefined : mostTellingError(errors);
  }

  /** Gives each of `subscribers` its value or its failure. Listeners are told when all of them have changed. */
  install(subscribers: Iterable<Subscriber>, stamp: Stamp): void {
    const all = [...subscribers];
    for (const subscriber of all) this.#installIn(subscriber, stamp);
    for (const subscriber of all) subscriber.announce();
  }

  /** Tells each of `subscribers` that nothing is installed: by its own failure, or by that of another. */
  fail(subscribers: Iterable<Subscriber>, shared: SsmCacheError): void {
    for (const subscriber of subscribers) {
      const own = this.#failures.get(subscriber) ?? this.fetchFailures.of(subscriber.reference);
      subscriber.fail(own ?? shared, own !== undefined);
    }
  }

  #installIn(subscriber: Subscriber, stamp: Stamp): void {
    const failure = this.#failures.get(subscriber);
    const install = this.#installs.get(subscriber);
    if (failure !== undefined) subscriber.fail(failure, true);
    else install?.(stamp);
  }

  async #prepare(subscriber: Subscriber): Promise<void> {
    const answer = this.arrivals.answers.get(subscriber.reference.key);
    if (answer === undefined) return;
    try {
      const prepared = await this.flight.inTime(
        Promise.resolve(subscriber.prepare(answer)),
        subscriber.reference,
      );
      this.#installs.set(subscriber, (stamp) => subscriber.commit(prepared, answer, stamp));
    } catch (error) {
      this.#failures.set(subscriber, asSsmCacheError(error, subscriber.reference.fullName));
    }
  }
}
