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
import { failureKind } from '../errors/failure-kind.js';
import type { Decoder } from '../values/decoders/decoder.interface.js';
import { sameContent, sameRawValue, type RawValue } from '../values/raw-value.js';
import { isSameData } from '../values/data/same-data.js';
import { copyBytes } from '../values/data/bytes.js';
import { isPromiseLike } from '../values/data/is-promise-like.js';
import { asSsmCacheError } from '../errors/as-ssm-cache-error.js';
import type { CacheRuntime } from '../runtime/cache-runtime.js';
import { ageOf, isBefore, type Stamp } from '../runtime/clock.js';
import {
  ABSENT,
  afterAnswer,
  afterFailure,
  afterLeaving,
  failureOf,
  isGivenUp,
  visibleState,
  type EntryState,
  type Held,
  type ValueState,
} from './entry-view.state.js';
import type { RefreshUnit } from './refresh-unit.js';
import type { FreshnessPolicy } from './freshness-policy.js';
import { drawFor } from './jitter.js';
import { Listeners } from './listeners.js';
import type { Recoverable } from './recoverable.interface.js';
import type { Answer, Reference } from '../sources/source.interface.js';
import type { Subscriber } from './subscriber.interface.js';
import { within } from '../runtime/abortable.js';

/** What is read where AWS does not know the name; an object, so that it can hold `undefined`. */
export type Fallback = { readonly value: unknown } | undefined;

/** What a value is of, and how it is read and kept. */
export interface LiveValueParts<T> {
  readonly reference: Reference;
  readonly unit: RefreshUnit;
  readonly policy: FreshnessPolicy;
  readonly reader: Decoder<T>;
  readonly fallback?: Fallback;
}

/** A reference as one kind of reader sees it: converted in one way, and fresh by one policy. */
export class EntryView<T> implements Subscriber, Recoverable {
  readonly #wanted: LiveValueParts<T>;
  readonly #listeners = new Listeners(() =>
    this.runtime.logger.error(listenerThrewMessage(this.reference.fullName)),
  );
  #state: EntryState<T> = ABSENT;
  /** The answer to all strict reads of the value that is held, while it is fresh. */
  #hit: Promise<T> | undefined;
  /** The moment at which the value was found fresh, if it is handed out as it is. */
  #readableAt: Stamp | undefined;
  #adoption: Promise<void> | undefined;
  #revision = 0;
  #announced = 0;
  #wasLoaded = false;

  constructor(
    wanted: LiveValueParts<T>,
    private readonly runtime: CacheRuntime,
  ) {
    this.#wanted = wanted;
  }

  get reference(): Reference {
    return this.#wanted.reference;
  }

  get policy(): FreshnessPolicy {
    return this.#wanted.policy;
  }

  get unit(): RefreshUnit {
    return this.#wanted.unit;
  }

  /** Rises each time the value is replaced. */
  get revision(): number {
    return this.#revision;
  }

  get isLoaded(): boolean {
    return this.#state.is === 'held';
  }

  /** Whether it was loaded, and is no longer fresh; a refused value counts. */
  get isExpired(): boolean {
    return this.#wasLoaded && !this.#isFresh();
  }

  get failure(): SsmCacheError | undefined {
    return failureOf(this.#state);
  }

  get raw(): RawValue | undefined {
    return this.#state.is === 'held' ? this.#state.raw : undefined;
  }

  /** Seconds since the fetch that brought the value began. */
  get age(): number | undefined {
    return this.#state.is === 'held' ? ageOf(this.#state.stamp, this.runtime.clock) / 1_000 : undefined;
  }

  get state(): ValueState {
    return visibleState(this.#state, this.#isFresh(), this.unit);
  }

  /** The last known value, at once. When it is due, a refresh begins in the background. */
  read(): T {
    if (this.#readableAt === this.runtime.clock.now()) return (this.#state as Held<T>).value;
    return this.#readAnew();
  }

  /** The same where it has to be asked what time it is; apart, so that what is asked most often stays small. */
  #readAnew(): T {
    const state = this.#state;
    if (state.is === 'held' && this.#isFresh()) return handOut(state.value);
    void this.load();
    if (state.is !== 'held') throw failureOf(state) ?? this.#notLoaded();
    if (this.#isTooStale(state)) throw this.#tooStale(state);
    return handOut(state.value);
  }

  /** A value that is fresh at this time. */
  get(): Promise<T> {
    const state = this.#state;
    if (state.is !== 'held' || !this.#isFresh()) return this.#getDue();
    if (state.value instanceof Uint8Array) return Promise.resolve(handOut(state.value));
    this.#hit ??= Promise.resolve(state.value);
    return this.#hit;
  }

  /** Brings the value up to date unless it is fresh or a back-off is on. Never rejects: see `failure`. */
  load({ isRetry = this.failure !== undefined } = {}): Promise<void> {
    const loadAgain = () => (this.#isFresh() ? undefined : this.load());
    if (this.#adoption !== undefined) return this.#adoption.then(loadAgain);
    const { maxAge, refreshTimeout } = this.#wanted.policy;
    return this.unit.load(this.reference, { maxAge, refreshTimeout, isRetry, loadAgain });
  }

  /** A refresh that begins after this call. Rejects with the failure that it ended with. */
  async refresh(): Promise<void> {
    await this.unit.refresh(this.#wanted.policy);
    const { failure } = this;
    if (failure !== undefined) throw failure;
  }

  /** Calls `listener` after each refresh that replaced the value, until what it returns is called. */
  onChange(listener: () => unknown): () => void {
    const remove = this.follow(listener);
    const release = this.unit.stay();
    return () => {
      remove();
      release();
    };
  }

  /** The same for a listener without which the group may go, if nobody else holds it. */
  follow(listener: () => unknown): () => void {
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
      this.fail(asSsmCacheError(error, this.reference.fullName), true);
    }
    this.announce();
  }

  prepare(answer: Answer): T | PromiseLike<T> {
    const { fallback, reader } = this.#wanted;
    if (!answer.found && fallback === undefined) throw answer.error;
    if (!answer.found) return fallback?.value as T;
    const state = this.#state;
    const isSame = reader.readsVersion === true ? sameRawValue : sameContent;
    if (state.is === 'held' && state.raw !== undefined && isSame(state.raw, answer.raw)) return state.value;
    const value = reader.read(answer.raw, this.reference.fullName);
    return isPromiseLike(value) ? Promise.resolve(value).then((read) => this.#keep(read)) : this.#keep(value);
  }

  commit(prepared: unknown, answer: Answer, stamp: Stamp): void {
    if (this.#state.is === 'closed') return;
    const value = prepared as T;
    if (this.#wasLoaded && !(this.#state.is === 'held' && Object.is(this.#state.value, value)))
      this.#revision += 1;
    this.#wasLoaded = true;
    const { maxAge, jitter } = this.#wanted.policy;
    const freshFor = maxAge * (1 - jitter * drawFor(stamp, this.runtime));
    this.#become(afterAnswer({ value, raw: answer.found ? answer.raw : undefined, stamp }, freshFor));
  }

  announce(): void {
    if (this.#revision === this.#announced) return;
    this.#announced = this.#revision;
    this.#listeners.tell();
  }

  fail(error: SsmCacheError, isOwn: boolean): void {
    this.#become(afterFailure(this.#state, error, isOwn ? failureKind(error) : 'transient'));
  }

  /** The value no longer exists: it is read as one that is gone, however young it is. */
  leave(error: SsmCacheError): void {
    this.#become(afterLeaving(this.#state, error));
  }

  close(): void {
    const { fullName } = this.reference;
    const failure = new CacheClosedError(closedMessage(fullName), { names: [fullName] });
    this.#become({ is: 'closed', failure });
    this.#listeners.clear();
  }

  #become(state: EntryState<T>): void {
    this.#state = state;
    this.#hit = undefined;
    this.#readableAt = undefined;
  }

  async #getDue(): Promise<T> {
    await this.load();
    const state = this.#state;
    const failure = failureOf(state);
    if (state.is !== 'held' || isGivenUp(state)) throw failure ?? this.#notLoaded();
    if (failure !== undefined && this.#isTooStale(state)) throw this.#tooStale(state);
    return handOut(state.value);
  }

  /** The value that is held, where the new one holds the same, so that what is kept of it stays valid. */
  #keep(value: T): T {
    return this.#state.is === 'held' && isSameData(value, this.#state.value) ? this.#state.value : value;
  }

  /** A conversion that takes time counts unless something newer has come, or been refused, meanwhile. */
  async #adoptLater(prepared: PromiseLike<T>, answer: Answer, stamp: Stamp): Promise<void> {
    const outcome = await within(this.runtime, this.#wanted.policy.refreshTimeout, prepared);
    this.#adoption = undefined;
    if (outcome === 'late' || this.#state.is !== 'absent') return;
    const { trouble } = this.#state;
    if ('error' in outcome) this.fail(asSsmCacheError(outcome.error, this.reference.fullName), true);
    else this.commit(outcome.value, answer, stamp);
    if (trouble !== undefined) this.#become(afterFailure(this.#state, trouble.failure, trouble.kind));
    this.announce();
  }

  #isFresh(): boolean {
    const state = this.#state;
    const now = this.runtime.clock.now();
    if (state.is !== 'held' || !isBefore(now, state.freshUntil)) return false;
    if (!(state.value instanceof Uint8Array)) this.#readableAt = now;
    return true;
  }

  #isTooStale({ stamp }: Held<T>): boolean {
    const { maxAge, maxStale } = this.#wanted.policy;
    return ageOf(stamp, this.runtime.clock) >= maxAge + maxStale;
  }

  #notLoaded(): ParameterNotLoadedError {
    const { fullName } = this.reference;
    return new ParameterNotLoadedError(notLoadedMessage(fullName), { names: [fullName] });
  }

  #tooStale(state: Held<T>): StaleValueError {
    const { fullName } = this.reference;
    const age = ageOf(state.stamp, this.runtime.clock) / 1_000;
    return new StaleValueError(staleMessage(fullName, age), { names: [fullName], cause: failureOf(state) });
  }
}

/** Bytes cannot be frozen: each reader gets its own. */
const handOut = <T>(value: T): T => (value instanceof Uint8Array ? (copyBytes(value) as T) : value);
