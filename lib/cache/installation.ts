import type { SsmCacheError } from '../errors/index.js';
import { mostTellingError } from '../errors/most-telling-error.js';
import type { Reference } from '../sources/source.interface.js';
import { asFailure } from './as-failure.js';
import type { Stamp } from './clock.js';
import type { Arrivals, Flight } from './flight.js';
import type { Subscriber } from './subscriber.interface.js';

/** What a flight brought, converted for each subscriber and ready to be installed in one step. */
export class Installation {
  readonly #installs = new Map<Subscriber, (stamp: Stamp) => void>();
  readonly #failures = new Map<Subscriber, SsmCacheError>();

  private constructor(
    private readonly flight: Flight,
    private readonly arrivals: Arrivals,
  ) {}

  static async prepare(
    flight: Flight,
    arrivals: Arrivals,
    subscribers: Iterable<Subscriber>,
  ): Promise<Installation> {
    const installation = new Installation(flight, arrivals);
    await Promise.all(Array.from(subscribers, (subscriber) => installation.#prepare(subscriber)));
    return installation;
  }

  /** Why nothing came, by the key of the reference. */
  get errors(): ReadonlyMap<string, SsmCacheError> {
    return this.arrivals.errors;
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

  /**
   * Gives each of `subscribers` its value, its failure, or, if it came too late to be prepared, its answer. Listeners are
   * told when all of them have changed.
   */
  install(subscribers: Iterable<Subscriber>, stamp: Stamp): void {
    const all = [...subscribers];
    for (const subscriber of all) this.#installIn(subscriber, stamp);
    for (const subscriber of all) subscriber.announce();
  }

  /** Tells each of `subscribers` that nothing is installed: by its own failure, or by that of another. */
  fail(subscribers: Iterable<Subscriber>, shared: SsmCacheError): void {
    for (const subscriber of subscribers) {
      const own = this.#failureOf(subscriber);
      subscriber.fail(own ?? shared, own !== undefined);
    }
  }

  #installIn(subscriber: Subscriber, stamp: Stamp): void {
    const failure = this.#failures.get(subscriber);
    const install = this.#installs.get(subscriber);
    const answer = this.arrivals.answers.get(subscriber.reference.key);
    if (failure !== undefined) subscriber.fail(failure, true);
    else if (install !== undefined) install(stamp);
    else if (answer !== undefined) subscriber.adopt(answer, stamp);
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
      this.#failures.set(subscriber, asFailure(error, subscriber.reference.fullName));
    }
  }

  /** The failure of what the subscriber reads, or of the path that it is listed under. */
  #failureOf(subscriber: Subscriber): SsmCacheError | undefined {
    const { errors } = this.arrivals;
    const { reference } = subscriber;
    const own = errors.get(reference.key) ?? this.#failures.get(subscriber);
    if (own !== undefined || this.flight.carries(reference)) return own;
    const path = this.flight.requests.find(
      (request) => errors.has(request.reference.key) && lists(request.reference, reference),
    );
    return path && errors.get(path.reference.key);
  }
}

const lists = (path: Reference, { name }: Reference): boolean =>
  path.kind === 'path' && name.startsWith(path.name === '/' ? '/' : `${path.name}/`);
