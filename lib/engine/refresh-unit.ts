import type { SsmCacheError } from '../errors/index.js';
import { listenerThrewMessage } from '../errors/errors.messages.js';
import { asSsmCacheError } from '../errors/as-ssm-cache-error.js';
import { BackOff } from './back-off.js';
import type { CacheRuntime } from '../runtime/cache-runtime.js';
import { ageOf, type Stamp } from '../runtime/clock.js';
import type { Departure, RefreshBatcher } from './refresh-batcher.js';
import { RefreshLog } from './refresh-log.js';
import { Flight, type Answers } from './refresh-attempt.js';
import { Knowledge } from './entry.js';
import { Listeners } from './listeners.js';
import { Installation } from './installation.js';
import type { Answer, FetchRequest, Reference } from '../sources/source.interface.js';
import type { Subscriber } from './subscriber.interface.js';
import { WeakCollection } from './weak-collection.js';

export interface LoadOptions {
  /** The greatest age that the caller accepts, in milliseconds. */
  readonly maxAge: number;
  readonly refreshTimeout: number;
  /** Whether the caller's last refresh failed, so that it has to respect the back-off. */
  readonly isRetry: boolean;
  /** Called when the refresh has ended that such a caller waits for, although it began too early for it. */
  readonly loadAgain: () => Promise<void> | undefined;
}

export interface RefreshOptions {
  readonly minRefreshInterval: number;
  readonly refreshTimeout: number;
}

interface Wish {
  readonly notBefore: number;
  readonly refreshTimeout: number;
  readonly isForced: boolean;
}

const NOTHING_TO_AWAIT = Promise.resolve();

/**
 * What is fetched and installed as one: a single reference, or all those of a group.
 *
 * At most one refresh is in flight, and at most one more is asked for; whoever needs a refresh shares one of the two.
 * So answers are installed in the order in which their fetches began.
 */
export class RefreshUnit implements Departure {
  readonly #references = new Map<string, Reference>();
  readonly #subscribers = new WeakCollection<Subscriber>();
  readonly #backOff: BackOff;
  readonly #listeners: Listeners;
  readonly #log: RefreshLog;
  readonly #knowledge = new Knowledge();
  /** Subscribers that stay although nobody holds them, since they have listeners. */
  readonly #held = new Set<Subscriber>();
  readonly #reasonsToStay = new Set<object>();
  #current: Flight | undefined;
  #next: Flight | undefined;
  #cancelWake: (() => void) | undefined;
  #lastForced: Stamp | undefined;
  #departures = 0;
  #landed = 0;
  #failure: SsmCacheError | undefined;
  #isClosed = false;

  constructor(
    private readonly runtime: CacheRuntime,
    private readonly queue: RefreshBatcher,
    /** Whether a failure of one reference leaves all of them as they are. */
    private readonly isAtomic: boolean,
    /** Told whether somebody listens to it, or to one of its subscribers. */
    private readonly tellStay: (hasToStay: boolean) => void = () => undefined,
  ) {
    this.#backOff = new BackOff(runtime);
    this.#log = new RefreshLog(runtime.logger);
    this.#listeners = new Listeners(() => runtime.logger.error(listenerThrewMessage(this.#names)));
  }

  /** How many refreshes have departed so far. */
  get departures(): number {
    return this.#departures;
  }

  /** The number of the departure that landed last. */
  get landed(): number {
    return this.#landed;
  }

  /** Whether anything has ever been answered. */
  get isLoaded(): boolean {
    return this.#knowledge.isLoaded;
  }

  /** Whether AWS knew any of the names when it last answered. */
  get isFound(): boolean {
    return this.#knowledge.isFound;
  }

  /** Whether nobody would miss it: AWS knew none of its names, nobody reads it, and nothing is under way. */
  get isForgettable(): boolean {
    const isIdle = this.#current === undefined && this.#next === undefined && !this.#backOff.isWaiting;
    return isIdle && !this.isFound && this.#subscribers.isEmpty;
  }

  /** What the last refresh failed with, wholly or in part. */
  get failure(): SsmCacheError | undefined {
    return this.#failure;
  }

  get references(): IterableIterator<Reference> {
    return this.#references.values();
  }

  get isRefreshing(): boolean {
    return this.#current !== undefined;
  }

  get isBackingOff(): boolean {
    return this.#backOff.isWaiting;
  }

  /** Fulfilled once the refresh that is under way, if any, has ended. */
  get settled(): Promise<void> {
    return this.#current?.ended ?? NOTHING_TO_AWAIT;
  }

  add(reference: Reference): void {
    this.#references.set(reference.key, reference);
  }

  /** Tells `subscriber` what is known, and what every refresh brings from now on. */
  subscribe(subscriber: Subscriber): void {
    this.#subscribers.add(subscriber);
    this.teach(subscriber);
  }

  /** Tells what is known by now, and nothing later. */
  teach(subscriber: Subscriber): void {
    if (this.#isClosed) subscriber.close();
    else this.#knowledge.teach(subscriber);
  }

  /** A refresh that begins late enough for `maxAge`; for a retry during a back-off, none. Never rejects. */
  load(reference: Reference, options: LoadOptions): Promise<void> {
    const { maxAge, refreshTimeout, isRetry, loadAgain } = options;
    const current = this.#current;
    if (current?.satisfies(maxAge) && this.#isCarried(reference, current)) {
      return current.join(refreshTimeout);
    }
    if (isRetry && current?.hasDeparted) return current.ended.then(loadAgain);
    if (isRetry && this.#backOff.isWaiting) return NOTHING_TO_AWAIT;
    if (isRetry && this.#hasLeft(reference, maxAge)) return NOTHING_TO_AWAIT;
    return this.#ask({ notBefore: this.runtime.clock.now().monotonic, refreshTimeout, isForced: false });
  }

  /** A refresh that begins after this call, whatever the back-off says. Never rejects. */
  refresh({ minRefreshInterval, refreshTimeout }: RefreshOptions): Promise<void> {
    const { clock } = this.runtime;
    const sinceForced = this.#lastForced === undefined ? Infinity : ageOf(this.#lastForced, clock);
    const notBefore = clock.now().monotonic + Math.max(0, minRefreshInterval - sinceForced);
    return this.#ask({ notBefore, refreshTimeout, isForced: true });
  }

  /** Calls `listener` after each refresh that replaced anything, until what it returns is called. */
  onChange(listener: () => unknown): () => void {
    const remove = this.#listeners.add(listener);
    const release = this.stay();
    return () => {
      remove();
      release();
    };
  }

  /** Stays although nobody holds it, until what it returns is called. */
  stay(): () => void {
    const reason = {};
    this.#reasonsToStay.add(reason);
    this.tellStay(true);
    return () => {
      this.#reasonsToStay.delete(reason);
      this.tellStay(this.#reasonsToStay.size > 0);
    };
  }

  hold(subscriber: Subscriber, isHeld: boolean): void {
    if (isHeld) this.#held.add(subscriber);
    else this.#held.delete(subscriber);
  }

  close(): void {
    this.#isClosed = true;
    this.#knowledge.forget();
    this.#cancelWake?.();
    this.#current?.abort();
    this.#next?.end();
    this.#next = undefined;
    this.#held.clear();
    for (const subscriber of this.#subscribers) subscriber.close();
  }

  depart(): readonly FetchRequest[] {
    const flight = this.#current as Flight;
    this.#departures += 1;
    const departure = flight.depart(this.#references.values(), this.#departures, this.runtime.scheduler);
    if (flight.isForced) this.#lastForced = departure;
    return flight.requests;
  }

  arrive(answers: readonly Promise<Answer>[]): void {
    const flight = this.#current as Flight;
    const wasLoaded = this.#knowledge.isLoaded;
    void this.#landSafely(flight, answers).then((failure) => {
      if (failure === undefined) this.#backOff.succeed();
      else if (!flight.isOverdue) this.#backOff.fail();
      if (wasLoaded && !this.#isClosed) this.#log.report(failure, this.#names);
      this.#landed = flight.number;
      this.#failure = failure;
      this.#current = undefined;
      flight.end();
      this.#launch();
    });
  }

  /** What a listing brings stands in no request of its own. */
  #isCarried(reference: Reference, flight: Flight): boolean {
    return flight.carries(reference) || !this.#references.has(reference.key);
  }

  get #names(): string {
    return Array.from(this.#references.values(), ({ fullName }) => fullName).join(', ');
  }

  /** Whether a listing that is young enough no longer brings `reference`, and nobody asks for it by name. */
  #hasLeft(reference: Reference, maxAge: number): boolean {
    return (
      !this.#references.has(reference.key) && this.#knowledge.lacks(reference, maxAge, this.runtime.clock)
    );
  }

  #ask(wish: Wish): Promise<void> {
    if (this.#isClosed) return NOTHING_TO_AWAIT;
    const flight = this.#joinable();
    flight.isForced ||= wish.isForced;
    flight.notBefore = Math.min(flight.notBefore, wish.notBefore);
    const ended = flight.join(wish.refreshTimeout);
    this.#launch();
    return ended;
  }

  #joinable(): Flight {
    if (this.#current?.hasDeparted === false) return this.#current;
    this.#next ??= new Flight(this.runtime.clock);
    return this.#next;
  }

  #launch(): void {
    const flight = this.#next;
    if (flight === undefined || this.#current !== undefined) return;
    this.#cancelWake?.();
    const wait = flight.notBefore - this.runtime.clock.now().monotonic;
    if (wait > 0) {
      this.#cancelWake = this.runtime.scheduler.after(wait, () => this.#launch(), true);
      return;
    }
    this.#next = undefined;
    this.#current = flight;
    this.queue.add(this);
  }

  /** Whatever happens, a flight ends: those who wait for it would otherwise wait for ever. */
  async #landSafely(
    flight: Flight,
    promises: readonly Promise<Answer>[],
  ): Promise<SsmCacheError | undefined> {
    try {
      return await this.#land(flight, promises);
    } catch (error) {
      return asSsmCacheError(error, this.#names);
    }
  }

  /** Installs what a flight brings. The failure is that of the flight, or of whoever could not use its answer. */
  async #land(flight: Flight, promises: readonly Promise<Answer>[]): Promise<SsmCacheError | undefined> {
    const arrivals = await flight.collect(promises);
    const installation = new Installation(flight, arrivals);
    for (let joined = installation.newcomers(this.#subscribers); joined.length > 0;) {
      await installation.prepare(joined);
      joined = installation.newcomers(this.#subscribers);
    }
    if (this.#isClosed) return installation.failure;
    const keepsAll = this.isAtomic ? installation.failure : installation.fetchFailure;
    if (keepsAll === undefined) {
      this.#install(installation, arrivals.answers, flight);
    } else {
      this.#knowledge.fail(installation.fetchFailures, keepsAll);
      installation.fail(this.#subscribers, keepsAll);
    }
    return installation.failure;
  }

  #install(installation: Installation, answers: Answers, flight: Flight): void {
    const stamp = flight.departure as Stamp;
    const changes = this.#knowledge.replace(answers, stamp, flight.requests);
    installation.install(this.#subscribers, stamp);
    for (const change of changes) this.runtime.changed(change);
    if (changes.length > 0) this.#listeners.tell();
  }
}
