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
import { sameContent, type RawValue } from '../values/raw-value.interface.js';
import { isSameData } from '../values/same-data.js';
import { copyBytes } from '../values/bytes.js';
import { isPromiseLike } from '../values/is-promise-like.js';
import type { CacheRuntime } from './cache-runtime.interface.js';
import { ageOf, type Stamp } from './clock.interface.js';
import type { FetchUnit } from './fetch-unit.js';
import type { FreshnessPolicy } from './freshness-policy.js';
import { Listeners } from './listeners.js';
import type { Recoverable } from './recovery.js';
import type { Answer, Reference } from '../sources/source.interface.js';
import type { Subscriber } from './subscriber.interface.js';

/** Where a value stands between being unknown and being refused. */
export type ValueState = 'absent' | 'loading' | 'fresh' | 'stale' | 'backing off' | 'refused';

type Prepared<T> = { readonly value: T } | { readonly error: SsmCacheError };

const usable = <T>(value: T): Prepared<T> => ({ value });
const unusable = (error: SsmCacheError): { readonly error: SsmCacheError } => ({ error });

/** A reference as one kind of reader sees it: converted in one way, and fresh by one policy. */
export class LiveValue<T> implements Subscriber, Recoverable {
  readonly #listeners = new Listeners(() =>
    this.runtime.logger.error(listenerThrewMessage(this.reference.fullName)),
  );
  #value: T | undefined;
  #raw: RawValue | undefined;
  #stamp: Stamp | undefined;
  #freshUntilWall = -Infinity;
  #freshUntilMonotonic = -Infinity;
  #hit: Promise<T> | undefined;
  #adopting: Promise<void> | undefined;
  #failure: SsmCacheError | undefined;
  #revision = 0;
  #announced = 0;
  #isClosed = false;

  constructor(
    readonly reference: Reference,
    readonly unit: FetchUnit,
    private readonly policy: FreshnessPolicy,
    private readonly reader: ValueReader<T>,
    private readonly runtime: CacheRuntime,
  ) {
    unit.subscribe(this);
  }

  /** Rises each time another value is installed. */
  get revision(): number {
    return this.#revision;
  }

  get departures(): number {
    return this.unit.departures;
  }

  get settled(): Promise<void> {
    return this.unit.settled;
  }

  get isLoaded(): boolean {
    return this.#stamp !== undefined;
  }

  get isExpired(): boolean {
    return this.isLoaded && !this.#isFresh();
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
    if (this.#adopting !== undefined) return this.#adopting;
    const { maxAge, refreshTimeout } = this.policy;
    return this.unit.load({ maxAge, refreshTimeout, isRetry });
  }

  /** A refresh that begins after this call. Rejects with the failure that it ended with. */
  async refresh(): Promise<void> {
    await this.unit.refresh(this.policy);
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Calls `listener` after each refresh that replaced the value, until what it returns is called. */
  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  adopt(answer: Answer, stamp: Stamp): void {
    const prepared = this.#tryPrepare(answer);
    if (!isPromiseLike(prepared)) {
      this.#settle(prepared, answer, stamp);
      return;
    }
    const adopting = prepared.then((settled) => {
      this.#settle(settled, answer, stamp);
      if (this.#adopting === adopting) this.#adopting = undefined;
    });
    this.#adopting = adopting;
  }

  prepare(answer: Answer): T | PromiseLike<T> {
    if (!answer.found) return this.reader.readAbsent(answer.error);
    if (this.#raw !== undefined && sameContent(this.#raw, answer.raw)) return this.#value as T;
    return this.reader.read(answer.raw, this.reference.fullName);
  }

  commit(prepared: unknown, answer: Answer, stamp: Stamp): void {
    if (this.#isClosed) return;
    if (this.#stamp === undefined || !isSameData(prepared, this.#value)) {
      this.#revision += 1;
      this.#value = prepared as T;
    }
    this.#raw = answer.found ? answer.raw : undefined;
    this.#stamp = stamp;
    this.#hit = undefined;
    this.#failure = undefined;
    this.#keepFreshFrom(stamp);
  }

  announce(): void {
    if (this.#revision === this.#announced) return;
    this.#announced = this.#revision;
    this.#listeners.tell();
  }

  fail(error: SsmCacheError): void {
    if (this.#isClosed) return;
    this.#failure = error;
    if (this.#failureKind === 'refused') this.#forget();
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
    if (this.#failureKind === 'gone' || this.#failureKind === 'refused') throw failure;
    if (this.#stamp === undefined) throw failure ?? this.#notLoaded();
    if (failure !== undefined && this.#isTooStale(this.#stamp)) throw this.#tooStale(this.#stamp);
    return this.#handOut();
  }

  /** Bytes cannot be frozen: each reader gets its own. */
  #handOut(): T {
    return (this.#value instanceof Uint8Array ? copyBytes(this.#value) : this.#value) as T;
  }

  #tryPrepare(answer: Answer): Prepared<T> | Promise<Prepared<T>> {
    try {
      const value = this.prepare(answer);
      return isPromiseLike(value) ? Promise.resolve(value).then(usable, unusable) : usable(value);
    } catch (error) {
      return unusable(error as SsmCacheError);
    }
  }

  #settle(outcome: Prepared<T>, answer: Answer, stamp: Stamp): void {
    if ('error' in outcome) this.fail(outcome.error);
    else this.commit(outcome.value, answer, stamp);
    this.announce();
  }

  #isFresh(): boolean {
    const { clock } = this.runtime;
    return clock.wall() < this.#freshUntilWall && clock.monotonic() < this.#freshUntilMonotonic;
  }

  #keepFreshFrom({ wall, monotonic }: Stamp): void {
    const { maxAge, jitter } = this.policy;
    const freshFor = maxAge * (1 - jitter * this.runtime.random());
    this.#freshUntilWall = wall + freshFor;
    this.#freshUntilMonotonic = monotonic + freshFor;
  }

  #isTooStale(stamp: Stamp): boolean {
    return ageOf(stamp, this.runtime.clock) >= this.policy.maxAge + this.policy.maxStale;
  }

  /** What the failure means for this value. Another member's failure keeps it from being refreshed, and no more. */
  get #failureKind(): FailureKind | undefined {
    if (this.#failure === undefined) return undefined;
    return this.#failure.names.includes(this.reference.fullName) ? failureKind(this.#failure) : 'transient';
  }

  #forget(): void {
    this.#value = undefined;
    this.#raw = undefined;
    this.#stamp = undefined;
    this.#hit = undefined;
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
