import type { SsmCacheError } from '../errors/index.js';
import { listenerThrewMessage } from '../errors/errors.messages.js';
import { failureKind, type FailureKind } from '../errors/failure-kind.js';
import { freshError } from '../errors/fresh-error.js';
import type { SsmCacheChange } from '../runtime/cache-events.js';
import { after, ageOf, IN_THE_PAST, isBefore, type Stamp, tick } from '../runtime/clock.js';
import { withoutContext } from '../runtime/no-context.js';
import type { Reference } from '../sources/source.interface.js';
import { isBytes, withBytesCopied } from '../values/data/bytes.js';
import type { Decoder } from '../values/decoders/decoder.interface.js';
import { sameRawValue, type RawValue } from '../values/raw-value.js';
import { convertFor, type Conversion, type ConversionTarget, type Fallback } from './conversion.js';
import type { EngineRuntime } from './engine-runtime.interface.js';
import { isConclusive, type Entry, type Failure, type RejectedAnswer, type Unusable } from './entry.js';
import { visibleState, type ValueState } from './entry-view.state.js';
import type { FreshnessPolicy } from './freshness-policy.js';
import { Listeners, type ChangeListener } from './listeners.js';
import type { Recoverable } from './recoverable.interface.js';
import type { Fetch } from './refresh-batcher.js';
import { closedError, notLoadedError, timeUpError, tooStaleError } from './reference-errors.js';
import type { RefreshUnit } from './refresh-unit.js';
import { StrictWait } from './strict-wait.js';

/** What a view is of, and how it is converted and kept. */
export interface ViewParts<T> {
  readonly reference: Reference;
  readonly unit: RefreshUnit;
  readonly policy: FreshnessPolicy;
  readonly decoder: Decoder<T>;
  readonly fallback?: Fallback;
}

/** What a view could not use, at once or once its conversion has ended. */
export type Taken = SsmCacheError | Promise<SsmCacheError | undefined>;

/** The last good value. */
interface Held<T> {
  readonly value: T;
  /** What AWS gave; `undefined` where the value is the default for a name that does not exist. */
  readonly raw: RawValue | undefined;
  readonly fetch: Fetch;
  /** The first moment at which it is no longer fresh, by each of the two clocks. */
  readonly freshUntil: Stamp;
}

/** What a view goes back to after a provisional value. */
export interface Snapshot<T> {
  readonly held: Held<T> | undefined;
  readonly rejection: Failure | undefined;
  readonly revision: number;
}

/** An entry as it is read: converted in one way, and fresh by one policy. */
export class EntryView<T> implements Recoverable, ConversionTarget<T> {
  readonly reference: Reference;
  readonly unit: RefreshUnit;
  readonly policy: FreshnessPolicy;
  readonly decoder: Decoder<T>;
  readonly fallback: Fallback;
  /** What is handed out of it; the engine keeps it, and knows nothing of it. */
  handle: object | undefined;
  /** Whether the application declares it, so that it needs a value to work. */
  isDeclared = false;
  /** Whether it ever held a value. */
  wasLoaded = false;
  /** When the value was last replaced, on the logical clock. */
  revision = 0;
  /** When its readers last got another value, on the logical clock. */
  changedAt = 0;
  /** Those who are told of each refresh that replaced the value; none before the first. */
  listeners: Listeners | undefined;
  readonly #runtime: EngineRuntime;
  readonly #entry: Entry;
  #held: Held<T> | undefined;
  /** Why the entry's answer cannot be used by this view. */
  #rejection: Failure | undefined;
  /** The answer to all strict reads of the value that is held, while it is fresh. */
  #hit: Promise<T> | undefined;
  /** The moment at which the value was found fresh, if it is handed out as it is. */
  #verifiedAt: Stamp | undefined;
  /** Fulfilled when the conversion that is under way has ended. */
  #conversion: Promise<void> | undefined;
  #strictWait: StrictWait | undefined;
  /** What it goes back to after a provisional value, until that is converted: nothing new. */
  #restoring: RawValue | undefined;
  #takes = 0;
  #announced = 0;

  constructor({ reference, unit, policy, decoder, fallback }: ViewParts<T>) {
    this.reference = reference;
    this.unit = unit;
    this.policy = policy;
    this.#runtime = unit.runtime;
    this.#entry = unit.entryOf(reference);
    this.decoder = decoder;
    this.fallback = fallback;
    if (this.#entry.answer !== undefined) void withoutContext(() => this.take());
  }

  get isLoaded(): boolean {
    return this.#held !== undefined;
  }

  /** Whether it was loaded, and is no longer fresh; a refused value counts. */
  get isExpired(): boolean {
    return this.wasLoaded && !this.isFresh();
  }

  /** Whether the value may be handed out as fresh. */
  isFresh(now = this.#runtime.clock.now()): boolean {
    const held = this.#held;
    if (held === undefined || this.#entry.expiredAt !== undefined) return false;
    if (!isBefore(now, held.freshUntil)) return false;
    const failure = this.#lastFailure;
    if (failure !== undefined && isConclusive(failure)) return false;
    if (!isBytes(held.value)) this.#verifiedAt = now;
    return true;
  }

  /** Whether a plain read gives a value. */
  get isUsable(): boolean {
    const held = this.#held;
    return held !== undefined && !this.#isTooStale(ageOf(held.fetch.startedAt, this.#runtime.clock.now()));
  }

  /** Whether AWS said that the value may not be read, or what it gave cannot be used, and so on. */
  get failureKind(): FailureKind | undefined {
    return this.#lastFailure?.kind;
  }

  get failure(): SsmCacheError | undefined {
    if (this.#runtime.closed.aborted) return closedError(this.reference);
    return this.#lastFailure?.error;
  }

  /** What is held is private, so that nothing that prints a view prints a value. */
  get held(): Held<T> | undefined {
    return this.#held;
  }

  get raw(): RawValue | undefined {
    return this.#held?.raw;
  }

  /** What the failure rejects, if it rejects anything. */
  get rejected(): RejectedAnswer | undefined {
    return this.#lastFailure?.rejected;
  }

  /** Seconds since the fetch that brought the value began. */
  get age(): number | undefined {
    return this.#held && ageOf(this.#held.fetch.startedAt, this.#runtime.clock.now()) / 1_000;
  }

  get state(): ValueState {
    return visibleState({
      isClosed: this.#runtime.closed.aborted,
      isHeld: this.isLoaded,
      isProvisional: this.unit.trial?.isProvisional(this.reference) === true,
      isFresh: this.isFresh(),
      failure: this.failureKind,
      isBackingOff: this.unit.record.backOff.isWaiting,
      isRefreshing: this.unit.isRefreshing || this.#conversion !== undefined,
    });
  }

  /** The last known value, at once. When it is due, a refresh begins in the background. */
  read(): T {
    const now = this.#runtime.clock.now();
    return this.#verifiedAt === now ? (this.#held as Held<T>).value : this.#readUnverified(now);
  }

  /** A value that is fresh at this time. */
  get(): Promise<T> {
    const held = this.#held;
    const now = this.#runtime.clock.now();
    if (held === undefined || !this.isFresh(now)) return handled(this.#getDue(now));
    if (isBytes(held.value)) return Promise.resolve(withBytesCopied(held.value));
    this.#hit ??= withoutContext(() => Promise.resolve(held.value));
    return this.#hit;
  }

  /**
   * Brings the value up to date unless it is fresh or a back-off is on. Never rejects: see `failure`.
   *
   * @param isRetry whether a back-off has to be respected
   * @param limit how long the refresh may take at least, in milliseconds
   */
  load({
    isRetry = () => this.#hasFailed,
    limit,
  }: { readonly isRetry?: () => boolean; readonly limit?: number | undefined } = {}): Promise<void> {
    if (this.#conversion !== undefined) {
      return this.#conversion.then(() => (this.isFresh() ? undefined : this.load()));
    }
    const loaded = this.unit.load(this.#entry, { ...this.policy, limit, isRetry });
    return loaded.then(() => this.#conversion);
  }

  /** A refresh that begins after this call. Rejects with the failure that it ended with. */
  refresh(): Promise<void> {
    return handled(this.#refresh());
  }

  /** What AWS's last answer changed; of a value that changed for another reason, the version that it has. */
  get lastChange(): SsmCacheChange {
    const { change } = this.#entry;
    if (change !== undefined) return change;
    const version = this.#held?.raw?.version;
    return { name: this.reference.fullName, previousVersion: version, version };
  }

  /** Calls `listener` after each refresh that replaced the value, until what it returns is called. */
  onChange(listener: ChangeListener): () => void {
    const { logger, pins } = this.#runtime;
    this.listeners ??= new Listeners(() => logger.error(listenerThrewMessage(this.reference.fullName)));
    const releases = [this.listeners.add(listener), pins.pin(this), pins.pin(this.unit)];
    this.#runtime.background.note([this]);
    return () => {
      for (const release of releases) release();
    };
  }

  /**
   * Takes over the entry's answer, as `given` or by a conversion of its own. While that takes its time, a member of a
   * group has no value: with the old one beside the new ones of other members the group would be torn.
   */
  take(given?: Conversion<T>): Taken | undefined {
    const { answer } = this.#entry;
    this.#takes += 1;
    this.#conversion = undefined;
    if (given !== undefined) return this.#settle(given);
    if (answer === undefined) {
      this.onEntryChange();
      return undefined;
    }
    const converted = convertFor(this, answer, this.policy.refreshTimeout, this.#runtime);
    if (!(converted instanceof Promise)) return this.#settle(converted);
    this.onEntryChange();
    if (this.unit.isAtomic) this.#held = undefined;
    return this.#takeLater(converted, this.#takes);
  }

  reads(view: EntryView<unknown>): boolean {
    return view === this;
  }

  /** Whether it holds this value already. */
  holds({ value }: { readonly value: T }): boolean {
    return Object.is(this.#held?.value, value);
  }

  /** What it holds before a provisional value, for `restore()`. */
  snapshot(): Snapshot<T> {
    return { held: this.#held, rejection: this.#rejection, revision: this.revision };
  }

  /** Holds what it held before the provisional value; what it never held has to be converted first. */
  restore(before: Snapshot<T> | undefined): void {
    const { held, rejection, revision } = before ?? { revision: this.revision };
    const { answer, fetch = held?.fetch } = this.#entry;
    const isChanged = held === undefined || !Object.is(held.value, this.#held?.value);
    const isConverted =
      answer?.found === true && held?.raw !== undefined && sameRawValue(held.raw, answer.raw);
    this.#takes += 1;
    this.#conversion = undefined;
    this.#held = held && fetch && this.#heldSince(isConverted ? fetch : held.fetch, held.value, held.raw);
    this.#rejection = rejection;
    this.#restoring = !isConverted && answer?.found === true ? answer.raw : undefined;
    this.onEntryChange();
    if (!isConverted) void withoutContext(() => this.take());
    this.revision = revision;
    if (isChanged) this.changedAt = tick();
  }

  /** Tells its listeners if another value was taken. */
  announce(): void {
    if (this.changedAt === this.#announced) return;
    this.#announced = this.changedAt;
    this.listeners?.tell(this.lastChange);
  }

  /** Learns that it is to blame for a failed attempt. */
  reject(unusable: Unusable, attempt: number): void {
    this.#rejection = { ...unusable, kind: failureKind(unusable.error), attempt };
    this.#restoring = undefined;
    this.onEntryChange();
  }

  /** Has the value that is held age with its entry. */
  keepAge(): void {
    const held = this.#held;
    const { fetch } = this.#entry;
    if (held === undefined || fetch === undefined) return;
    this.#held = this.#heldSince(fetch, held.value, held.raw);
    this.onEntryChange();
  }

  /** Forgets what followed from the entry as it was. */
  onEntryChange(): void {
    const { failure, expiredAt } = this.#entry;
    if (failure?.kind === 'refused') {
      this.#held = undefined;
      this.#restoring = undefined;
    }
    this.#hit = undefined;
    this.#verifiedAt = undefined;
    const isGood = failure === undefined && this.#rejection === undefined && expiredAt === undefined;
    const dueAt = (isGood && this.#held?.freshUntil) || IN_THE_PAST;
    if (this.wasLoaded) this.#runtime.due.bringForward(dueAt);
  }

  /** Forgets its value. */
  close(): void {
    this.#held = undefined;
    this.#rejection = undefined;
    this.#restoring = undefined;
    this.#hit = undefined;
    this.#verifiedAt = undefined;
    this.listeners?.clear();
  }

  /** Whether the last refresh failed; a conversion that goes on has not failed yet. */
  get #hasFailed(): boolean {
    return (
      this.#entry.failure !== undefined || (this.#conversion === undefined && this.#rejection !== undefined)
    );
  }

  /** What AWS said, that a value is refused or gone, stands until AWS says something else. */
  get #lastFailure(): Failure | undefined {
    const { failure } = this.#entry;
    const rejection = this.#rejection;
    if (failure === undefined || rejection === undefined) return failure ?? rejection;
    if (isConclusive(rejection) && !isConclusive(failure)) return rejection;
    return failure.attempt > rejection.attempt ? failure : rejection;
  }

  /** The same as `read()` where it has to be found out whether the value is fresh; apart, so that `read()` stays small. */
  #readUnverified(now: Stamp): T {
    const held = this.#held;
    if (held !== undefined && this.isFresh(now)) {
      return this.#verifiedAt === now ? held.value : withBytesCopied(held.value);
    }
    void this.load();
    if (held === undefined) throw this.#absent();
    return this.#readStale(held, now);
  }

  async #getDue(now: Stamp): Promise<T> {
    this.#strictWait ??= new StrictWait(this, this.#runtime);
    const isTimeUp = await this.#strictWait.untilFresh(now);
    const held = this.#held;
    const failure = this.#lastFailure;
    if (held === undefined || (failure !== undefined && isConclusive(failure))) {
      throw isTimeUp && this.failure === undefined
        ? timeUpError(this.reference, this.policy.refreshTimeout)
        : this.#absent();
    }
    if ((isTimeUp || failure !== undefined) && !this.isFresh()) return this.#readStale(held);
    return withBytesCopied(held.value);
  }

  /** Gives a value that is not fresh, unless it is too old even for that. */
  #readStale(held: Held<T>, now = this.#runtime.clock.now()): T {
    const age = ageOf(held.fetch.startedAt, now);
    if (this.#isTooStale(age)) {
      const { failure } = this;
      throw tooStaleError(this.reference, age, failure && freshError(failure));
    }
    this.#runtime.events.staleRead?.({ name: this.reference.fullName });
    return withBytesCopied(held.value);
  }

  async #refresh(): Promise<void> {
    await this.unit.refresh(this.policy);
    await this.#conversion;
    const { failure } = this;
    if (failure !== undefined) throw freshError(failure);
  }

  /** A conversion that takes time counts unless a newer answer has come, or AWS has refused the value, meanwhile. */
  #takeLater(converting: Promise<Conversion<T>>, take: number): Promise<SsmCacheError | undefined> {
    const taken = converting.then((converted) => {
      if (take !== this.#takes) return 'error' in converted ? converted.error : undefined;
      this.#conversion = undefined;
      if (this.#runtime.closed.aborted || this.#entry.answer === undefined) return undefined;
      const error = this.#settle(converted);
      this.announce();
      return error;
    });
    this.#conversion = taken.then(() => undefined);
    return taken;
  }

  #settle(converted: Conversion<T>): SsmCacheError | undefined {
    const { answer, fetch } = this.#entry;
    if (answer === undefined || fetch === undefined) return undefined;
    if ('error' in converted) {
      this.reject(converted, this.unit.lastStarted);
      return converted.error;
    }
    const { value, isChangedInPlace } = converted;
    const raw = answer.found ? answer.raw : undefined;
    const isKept =
      this.#held !== undefined && Object.is(this.#held.value, value) && isChangedInPlace !== true;
    if (this.wasLoaded && !isKept) {
      this.changedAt = tick();
      if (raw === undefined || !sameRawValue(this.#restoring, raw)) this.revision = this.changedAt;
    }
    this.#restoring = undefined;
    this.wasLoaded = true;
    this.#held = this.#heldSince(fetch, value, raw);
    this.#rejection = undefined;
    this.onEntryChange();
    return undefined;
  }

  #heldSince(fetch: Fetch, value: T, raw: RawValue | undefined): Held<T> {
    const { maxAge, jitter } = this.policy;
    const freshUntil = after(fetch.startedAt, maxAge * (1 - jitter * fetch.jitter));
    return { value, raw, fetch, freshUntil };
  }

  #isTooStale(age: number): boolean {
    return age >= this.policy.maxAge + this.policy.maxStale;
  }

  /** Why there is no value: for each reader an error of its own. */
  #absent(): SsmCacheError {
    const { failure } = this;
    return failure === undefined ? notLoadedError(this.reference) : freshError(failure);
  }
}

const ignore = (): void => undefined;

/** A promise that may be awaited late, or never, without an unhandled rejection. */
const handled = <T>(promise: Promise<T>): Promise<T> => {
  promise.catch(ignore);
  return promise;
};
