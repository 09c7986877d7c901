import {
  CacheClosedError,
  ParameterNotLoadedError,
  StaleValueError,
  type SsmCacheError,
} from '../errors/index.js';
import {
  closedMessage,
  listenerThrewMessage,
  notLoadedMessage,
  staleMessage,
} from '../errors/errors.messages.js';
import { failureKind, type FailureKind } from '../errors/failure-kind.js';
import type { ValueReader } from '../values/value-reader.interface.js';
import { sameContent, type RawValue } from '../values/raw-value.js';
import { isSameData } from '../values/same-data.js';
import { copyBytes } from '../values/bytes.js';
import { isPromiseLike } from '../values/is-promise-like.js';
import { asFailure } from './as-failure.js';
import type { CacheRuntime } from './cache-runtime.interface.js';
import { ageOf, type Stamp } from './clock.js';
import type { FetchUnit } from './fetch-unit.js';
import type { FreshnessPolicy } from './freshness-policy.js';
import { Listeners } from './listeners.js';
import type { Recoverable } from './recovery.js';
import type { Answer, Reference } from '../sources/source.interface.js';
import type { Subscriber } from './subscriber.interface.js';
import { within } from './time-limit.js';

/** Where a value stands between being unknown and being refused. */
export type ValueState = 'absent' | 'loading' | 'fresh' | 'stale' | 'backing off' | 'refused';

/** What is read where AWS does not know the name; an object, so that it can hold `undefined`. */
export type Fallback = { readonly value: unknown } | undefined;

/** What a value is of, and how it is read and kept. */
export interface LiveValueParts<T> {
  readonly reference: Reference;
  readonly unit: FetchUnit;
  readonly policy: FreshnessPolicy;
  readonly reader: ValueReader<T>;
  readonly fallback?: Fallback;
}

/** A reference as one kind of reader sees it: converted in one way, and fresh by one policy. */
export class LiveValue<T> implements Subscriber, Recoverable {
  readonly #wanted: LiveValueParts<T>;
  readonly #listeners = new Listeners(() =>
    this.runtime.logger.error(listenerThrewMessage(this.reference.fullName)),
  );
  #value: T | undefined;
  #raw: RawValue | undefined;
  #stamp: Stamp | undefined;
  #freshUntilWall = -Infinity;
  #freshUntilMonotonic = -Infinity;
  #hit: Promise<T> | undefined;
  #adoption: Promise<void> | undefined;
  #events = 0;
  #failure: SsmCacheError | undefined;
  /** What the failure means for this value. Another member's keeps it from being refreshed, and no more. */
  #failureKind: FailureKind | undefined;
  #revision = 0;
  #announced = 0;
  #wasLoaded = false;
  #isClosed = false;

  constructor(
    wanted: LiveValueParts<T>,
    private readonly runtime: CacheRuntime,
  ) {
    this.#wanted = wanted;
    this.unit.subscribe(this);
  }

  get reference(): Reference {
    return this.#wanted.reference;
  }

  get unit(): FetchUnit {
    return this.#wanted.unit;
  }

  /** Rises each time the value is replaced. */
  get revision(): number {
    return this.#revision;
  }

  get isLoaded(): boolean {
    return this.#stamp !== undefined;
  }

  /** Whether it was loaded, and is no longer fresh; a refused value counts. */
  get isExpired(): boolean {
    return this.#wasLoaded && !this.#isFresh();
  }

  get failure(): SsmCacheError | undefined {
    return this.#failure;
  }

  get raw(): RawValue | undefined {
    return this.#raw;
  }

  /** Seconds since the fetch that brought the value began. */
  get age(): number | undefined {
    return this.#stamp && ageOf(this.#stamp, this.runtime.clock) / 1_000;
  }

  get state(): ValueState {
    if (this.#failureKind === 'refused') return 'refused';
    if (this.#stamp === undefined) return this.unit.isRefreshing ? 'loading' : 'absent';
    if (this.#isFresh()) return 'fresh';
    return this.#failure !== undefined && this.unit.isBackingOff ? 'backing off' : 'stale';
  }

  /** The last known value, at once. When it is due, a refresh begins in the background. */
  read(): T {
    if (this.#isFresh()) return this.#handOut();
    void this.load();
    if (this.#stamp === undefined) throw this.#failure ?? this.#notLoaded();
    if (this.#isTooStale(this.#stamp)) throw this.#tooStale(this.#stamp);
    return this.#handOut();
  }

  /** A value that is fresh at this time. */
  get(): Promise<T> {
    if (!this.#isFresh()) return this.#getDue();
    if (this.#value instanceof Uint8Array) return Promise.resolve(this.#handOut());
    this.#hit ??= Promise.resolve(this.#value as T);
    return this.#hit;
  }

  /** Brings the value up to date unless it is fresh or a back-off is on. Never rejects: see `failure`. */
  load({ isRetry = this.#failure !== undefined } = {}): Promise<void> {
    if (this.#adoption !== undefined)
      return this.#adoption.then(() => (this.#isFresh() ? undefined : this.load()));
    const { maxAge, refreshTimeout } = this.#wanted.policy;
    return this.unit.load(this.reference, { maxAge, refreshTimeout, isRetry });
  }

  /** A refresh that begins after this call. Rejects with the failure that it ended with. */
  async refresh(): Promise<void> {
    await this.unit.refresh(this.#wanted.policy);
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Calls `listener` after each refresh that replaced the value, until what it returns is called. */
  onChange(listener: () => void): () => void {
    const remove = this.#listeners.add(listener);
    this.unit.hold(this, true);
    return () => {
      remove();
      this.unit.hold(this, this.#listeners.size > 0);
    };
  }

  adopt(answer: Answer, stamp: Stamp): void {
    try {
      const prepared = this.prepare(answer);
      if (isPromiseLike(prepared)) this.#adoption = this.#adoptLater(prepared, answer, stamp);
      else this.commit(prepared, answer, stamp);
    } catch (error) {
      this.fail(asFailure(error, this.reference.fullName), true);
    }
    this.announce();
  }

  prepare(answer: Answer): T | PromiseLike<T> {
    const { fallback, reader } = this.#wanted;
    if (!answer.found && fallback === undefined) throw answer.error;
    if (!answer.found) return fallback?.value as T;
    if (this.#raw !== undefined && sameContent(this.#raw, answer.raw)) return this.#value as T;
    const value = reader.read(answer.raw, this.reference.fullName);
    return isPromiseLike(value) ? Promise.resolve(value).then((read) => this.#keep(read)) : this.#keep(value);
  }

  commit(prepared: unknown, answer: Answer, stamp: Stamp): void {
    if (this.#isClosed) return;
    if (this.#wasLoaded && prepared !== this.#value) this.#revision += 1;
    this.#value = prepared as T;
    this.#wasLoaded = true;
    this.#events += 1;
    this.#raw = answer.found ? answer.raw : undefined;
    this.#stamp = stamp;
    this.#hit = undefined;
    this.#failure = undefined;
    this.#failureKind = undefined;
    this.#keepFreshFrom(stamp);
  }

  announce(): void {
    if (this.#revision === this.#announced) return;
    this.#announced = this.#revision;
    this.#listeners.tell();
  }

  fail(error: SsmCacheError, isOwn: boolean): void {
    this.#events += 1;
    const kind = isOwn ? failureKind(error) : 'transient';
    if (this.#isClosed || (kind === 'transient' && this.#isGivenUp())) return;
    this.#failure = error;
    this.#failureKind = kind;
    if (kind === 'refused') this.#forget();
  }

  /** The value no longer exists: it is read as one that is gone, however young it is. */
  leave(error: SsmCacheError): void {
    this.fail(error, true);
    this.#expire();
  }

  close(): void {
    this.#isClosed = true;
    this.#forget();
    this.#listeners.clear();
    this.#failure = new CacheClosedError(closedMessage(this.reference.fullName), {
      names: [this.reference.fullName],
    });
  }

  async #getDue(): Promise<T> {
    await this.load();
    const failure = this.#failure;
    if (this.#isGivenUp()) throw failure;
    if (this.#stamp === undefined) throw failure ?? this.#notLoaded();
    if (failure !== undefined && this.#isTooStale(this.#stamp)) throw this.#tooStale(this.#stamp);
    return this.#handOut();
  }

  /** Bytes cannot be frozen: each reader gets its own. */
  #handOut(): T {
    return (this.#value instanceof Uint8Array ? copyBytes(this.#value) : this.#value) as T;
  }

  /** What AWS said, that the value is refused or gone, stands until it says something else. */
  #isGivenUp(): boolean {
    return this.#failureKind === 'refused' || this.#failureKind === 'gone';
  }

  /** The value that is held, where the new one holds the same, so that what is kept of it stays valid. */
  #keep(value: T): T {
    return this.#wasLoaded && isSameData(value, this.#value) ? (this.#value as T) : value;
  }

  /** A conversion that takes time counts only if nothing else has happened meanwhile. */
  async #adoptLater(prepared: PromiseLike<T>, answer: Answer, stamp: Stamp): Promise<void> {
    const events = this.#events;
    const outcome = await within(this.runtime, this.#wanted.policy.refreshTimeout, prepared);
    this.#adoption = undefined;
    if (outcome === 'late' || events !== this.#events) return;
    if ('error' in outcome) this.fail(asFailure(outcome.error, this.reference.fullName), true);
    else this.commit(outcome.value, answer, stamp);
    this.announce();
  }

  #isFresh(): boolean {
    const { clock } = this.runtime;
    return clock.wall() < this.#freshUntilWall && clock.monotonic() < this.#freshUntilMonotonic;
  }

  #keepFreshFrom({ wall, monotonic }: Stamp): void {
    const { maxAge, jitter } = this.#wanted.policy;
    const freshFor = maxAge * (1 - jitter * this.runtime.random());
    this.#freshUntilWall = wall + freshFor;
    this.#freshUntilMonotonic = monotonic + freshFor;
  }

  #isTooStale(stamp: Stamp): boolean {
    return ageOf(stamp, this.runtime.clock) >= this.#wanted.policy.maxAge + this.#wanted.policy.maxStale;
  }

  #forget(): void {
    this.#value = undefined;
    this.#raw = undefined;
    this.#stamp = undefined;
    this.#hit = undefined;
    this.#expire();
  }

  #expire(): void {
    this.#freshUntilWall = -Infinity;
    this.#freshUntilMonotonic = -Infinity;
  }

  #notLoaded(): ParameterNotLoadedError {
    const { fullName } = this.reference;
    return new ParameterNotLoadedError(notLoadedMessage(fullName), { names: [fullName] });
  }

  #tooStale(stamp: Stamp): StaleValueError {
    const { fullName } = this.reference;
    const age = ageOf(stamp, this.runtime.clock) / 1_000;
    return new StaleValueError(staleMessage(fullName, age), { names: [fullName], cause: this.#failure });
  }
}
