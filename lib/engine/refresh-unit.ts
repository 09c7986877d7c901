import { CacheClosedError, type SsmCacheError } from '../errors/index.js';
import { asSsmCacheError } from '../errors/as-ssm-cache-error.js';
import { closedMessage } from '../errors/errors.messages.js';
import { primaryError } from '../errors/primary-error.js';
import { ageOf, type Stamp, tick } from '../runtime/clock.js';
import { withoutContext } from '../runtime/no-context.js';
import type { Reference } from '../sources/source.interface.js';
import type { EngineRuntime } from './engine-runtime.interface.js';
import type { Entry } from './entry.js';
import type { EntryTable } from './entry-table.js';
import type { EntryView, Taken } from './entry-view.js';
import type { FreshnessPolicy } from './freshness-policy.js';
import { readOneMoment } from './one-moment.js';
import type { PendingTrial } from './pending-trial.js';
import { RefreshAttempt, type Question, type RefreshRequest } from './refresh-attempt.js';
import type { Reading } from './reading.js';
import type { Batch, Fetch, RefreshBatcher } from './refresh-batcher.js';
import type { ChangeListener } from './listeners.js';
import { RefreshRecord } from './refresh-record.js';
import { UnitValues } from './unit-values.js';

export type RefreshOptions = Pick<FreshnessPolicy, 'minRefreshInterval' | 'refreshTimeout'>;

export interface LoadOptions extends RefreshOptions, Pick<FreshnessPolicy, 'maxAge' | 'jitter'> {
  /** How long an attempt that is begun for the caller may take at least, in milliseconds. */
  readonly limit?: number | undefined;
  /** Whether the caller's last refresh failed, so that it has to respect the back-off; asked again after an attempt. */
  readonly isRetry: () => boolean;
}

const NOTHING_TO_AWAIT = Promise.resolve();
/** A monotonic time that has passed. */
const AT_ONCE = -Infinity;

/**
 * What is fetched and committed as one: a single reference, or all those of a group.
 *
 * It holds one entry for each reference, which only a commit changes, and the views that convert the entries. A refresh
 * goes through these steps:
 *
 * 1. A read that is due, or `refresh()`, asks for an attempt. At most one attempt is under way, and at most one more
 *    waits; who needs a refresh shares one of the two. So answers are committed in the order in which their fetches began.
 * 2. At the end of the turn the attempt starts: listeners are told, its time begins to run, and its requests join the batch
 *    of the turn. The batcher sends them with those of all other attempts that fell due in the turn.
 * 3. The attempt gathers an answer or an error for each reference. Where several calls brought the answers, and one of them
 *    is not certainly as old as the first call, all is read once more: what is committed was true at one moment.
 * 4. The views of a group convert what was gathered. If a reference or a view of a group fails, no entry changes.
 * 5. The commit changes all entries in one step; then listeners are told. A view of a single reference converts after the
 *    commit, so that a slow conversion delays no other view.
 * 6. A failure is noted in the entries, and starts the back-off, unless the process stood still meanwhile.
 */
export class RefreshUnit {
  readonly record: RefreshRecord;
  /** When the last attempt started, on the logical clock: its number. */
  lastStarted = 0;
  /** The number of the attempt that ended last. */
  lastEnded = 0;
  /** When the last attempt started. */
  startedAt: Stamp | undefined;
  readonly #values: UnitValues;
  readonly #table: EntryTable;
  #current: RefreshAttempt | undefined;
  #next: RefreshAttempt | undefined;
  #cancelWake: (() => void) | undefined;
  /** When the last attempt started that was forced, or that a change caused. */
  #lastTold: Stamp | undefined;

  constructor(
    readonly runtime: EngineRuntime,
    private readonly batcher: RefreshBatcher,
    /** Whether a failure of one reference leaves all of them as they are. */
    readonly isAtomic: boolean,
  ) {
    this.#values = new UnitValues(runtime, batcher, isAtomic);
    this.#table = this.#values.table;
    this.record = new RefreshRecord(runtime, this.#table, isAtomic);
  }

  /** Whether anything has ever been answered. */
  get isLoaded(): boolean {
    return this.#table.fetch !== undefined;
  }

  /** Whether AWS knew any of the names when it last answered. */
  get isFound(): boolean {
    return this.#table.isFound;
  }

  /** Whether no handle, listener or refresh needs it. */
  get isIdle(): boolean {
    const isWaiting = this.#current !== undefined || this.#next !== undefined;
    return !isWaiting && this.#values.views.isEmpty && !this.runtime.pins.has(this);
  }

  /** What the last attempt failed with, wholly or in part. */
  get failure(): SsmCacheError | undefined {
    return this.runtime.closed.aborted ? this.#closedError() : this.record.failure;
  }

  get references(): readonly Reference[] {
    return this.#table.references;
  }

  /** What reads pending versions in place of current ones, if it ever did. */
  get trial(): PendingTrial | undefined {
    return this.#values.trial;
  }

  get hasListeners(): boolean {
    return (this.#values.listeners?.size ?? 0) > 0;
  }

  get isRefreshing(): boolean {
    return this.#current !== undefined;
  }

  /** Fulfilled once the attempt that is under way, if any, has ended. */
  get settled(): Promise<void> {
    return this.#current?.ended ?? NOTHING_TO_AWAIT;
  }

  /** Has each refresh ask for `reference` from now on. */
  add(reference: Reference): void {
    this.#table.add(reference);
  }

  /** Asks for `reference` no more. */
  remove(reference: Reference): void {
    this.#table.remove(reference);
  }

  /** What is known of `reference`, now and after each commit. */
  entryOf(reference: Reference): Entry {
    return this.#table.entryOf(reference);
  }

  addView(view: EntryView<unknown>): void {
    this.#values.views.add(view);
  }

  /** A refresh that begins late enough for a reader of `entry`; for a retry during a back-off, none. Never rejects. */
  load(entry: Entry, options: LoadOptions): Promise<void> {
    const { maxAge, jitter, refreshTimeout, minRefreshInterval, limit } = options;
    const isRetry = options.isRetry();
    const current = this.#current;
    if (current?.startedAt !== undefined) {
      const age = ageOf(current.startedAt, this.runtime.clock.now());
      if (age < maxAge && this.#isCovered(entry, current))
        return current.ended.then(() =>
          current.isTooOld(age, maxAge) ? this.load(entry, options) : undefined,
        );
      if (isRetry) return current.ended.then(() => this.#loadAfter(entry, options));
    }
    const mayWait = isRetry && current === undefined;
    if (mayWait && (this.record.backOff.isWaiting || this.#hasLeft(entry, maxAge))) return NOTHING_TO_AWAIT;
    const notBefore = entry.expiredAt === undefined ? AT_ONCE : this.#earliest(minRefreshInterval);
    const isPartial = this.isAtomic && entry.fetch === undefined && this.#isYoungerThan(maxAge);
    const shortest = jitter < 1 ? maxAge * (1 - jitter) : 0;
    const attempt = this.#ask({
      notBefore,
      refreshTimeout,
      limit,
      isForced: false,
      isPartial,
      maxAge: shortest,
    });
    return attempt?.ended ?? NOTHING_TO_AWAIT;
  }

  startTrial(): PendingTrial {
    return this.#values.startTrial();
  }

  /** Whether a forced refresh would have to wait, since the last one is not long enough ago. */
  mustWait({ minRefreshInterval }: Pick<RefreshOptions, 'minRefreshInterval'>): boolean {
    return this.#sinceTold < minRefreshInterval;
  }

  /** A refresh that begins after this call, whatever the back-off says. Never rejects. */
  refresh(options: RefreshOptions): Promise<void> {
    return this.#force(options)?.ended ?? NOTHING_TO_AWAIT;
  }

  /** The same, until the views have converted what it brought. */
  async refreshViews(options: RefreshOptions): Promise<void> {
    const attempt = this.#force(options);
    await attempt?.ended;
    await attempt?.concluded;
  }

  /**
   * What matches is no longer fresh at once: only an attempt that starts after this call makes it fresh. Calls nothing. A back-off
   * ends, since AWS has answered whoever told it.
   *
   * @returns what matched
   */
  expire(matches: (reference: Reference) => boolean): readonly Reference[] {
    const expired = this.#values.expire(matches, this.lastStarted);
    if (expired.length > 0) this.record.backOff.skip();
    return expired;
  }

  /** Whether `reference` was said to have changed, and AWS has said nothing of it since. */
  isUnanswered(reference: Reference): boolean {
    return this.#table.entryOf(reference).isUnanswered;
  }

  /** Has what is held count as old as it was with an earlier fetch, since it may be what that one brought. */
  keepAge(fetch: Fetch): void {
    this.#values.keepAge(fetch);
  }

  /** Calls `listener` after each refresh that changed anything, until what it returns is called. */
  onChange(listener: ChangeListener): () => void {
    const remove = this.#values.onChange(listener);
    const unpin = this.runtime.pins.pin(this);
    this.runtime.background.note(this.#values.views);
    return () => {
      remove();
      unpin();
    };
  }

  close(): void {
    this.#cancelWake?.();
    this.#next?.end();
    this.#next = undefined;
    this.#values.close();
  }

  /** What a listing brings is in no request of its own. */
  #isCovered(entry: Entry, attempt: RefreshAttempt): boolean {
    const { reference } = entry;
    if (entry.isTooEarly(attempt.number)) return false;
    return attempt.covers(reference) || (!attempt.isPartial && !this.#table.isAsked(reference));
  }

  /**
   * What is left to do for a retry when the attempt has ended that began too early for it: nothing if it failed for the
   * caller too. What only another view could not use was answered.
   */
  #loadAfter(entry: Entry, options: LoadOptions): Promise<void> | undefined {
    const hasFailed = this.record.failure !== undefined && options.isRetry();
    return hasFailed ? undefined : this.load(entry, { ...options, isRetry: isNoRetry });
  }

  /** Whether a listing that is young enough no longer brings `reference`, and no request asks for it by name. */
  #hasLeft({ reference, answer }: Entry, maxAge: number): boolean {
    const isListed = this.#table.isAsked(reference) || answer !== undefined;
    return !isListed && this.#isYoungerThan(maxAge);
  }

  #isYoungerThan(maxAge: number): boolean {
    const { fetch } = this.#table;
    if (fetch === undefined || this.#table.isExpired) return false;
    return ageOf(fetch.startedAt, this.runtime.clock.now()) < maxAge;
  }

  #force({ minRefreshInterval, refreshTimeout }: RefreshOptions): RefreshAttempt | undefined {
    const notBefore = this.#earliest(minRefreshInterval);
    return this.#ask({ notBefore, refreshTimeout, isForced: true, isPartial: false, maxAge: 0 });
  }

  /** The monotonic time at which the last attempt that was told to begin is `interval` milliseconds ago. */
  #earliest(interval: number): number {
    return this.runtime.clock.now().monotonic + interval - this.#sinceTold;
  }

  /** In milliseconds. */
  get #sinceTold(): number {
    return this.#lastTold === undefined ? Infinity : ageOf(this.#lastTold, this.runtime.clock.now());
  }

  /** @returns the attempt that brings what is asked for; none from a closed cache */
  #ask(request: RefreshRequest): RefreshAttempt | undefined {
    if (this.runtime.closed.aborted) return undefined;
    let attempt = this.#current?.hasStarted === false ? this.#current : this.#next;
    attempt ??= this.#next = withoutContext(() => new RefreshAttempt());
    attempt.join(request);
    this.#launch();
    return attempt;
  }

  #launch(): void {
    const attempt = this.#next;
    if (attempt === undefined || this.#current !== undefined) return;
    this.#cancelWake?.();
    const wait = attempt.notBefore === AT_ONCE ? 0 : attempt.notBefore - this.runtime.clock.now().monotonic;
    if (wait > 0) {
      this.#cancelWake = withoutContext(() => this.runtime.scheduler.after(wait, () => this.#launch(), true));
      return;
    }
    this.#next = undefined;
    this.#current = attempt;
    attempt.concluded = withoutContext(() => this.#run(attempt));
  }

  /** Whatever happens, an attempt ends: who waits for it would otherwise wait for ever. */
  async #run(attempt: RefreshAttempt): Promise<void> {
    const wasLoaded = this.#table.fetch !== undefined;
    const taken = await this.#takeIn(attempt);
    const pending = taken.filter(isPending);
    const failed = taken.flatMap((one) => (isPending(one) ? [] : one));
    // What is still being converted delays no reader, and is no failure yet.
    if (pending.length === 0) this.record.end(attempt, failed, wasLoaded);
    else this.record.failure = primaryError(failed);
    this.lastEnded = attempt.number;
    this.#current = undefined;
    attempt.end();
    this.#launch();
    if (pending.length > 0) this.record.end(attempt, [...failed, ...(await Promise.all(pending))], wasLoaded);
    this.runtime.background.note(this.#values.views);
  }

  /** @returns what failed, and the conversions that go on */
  async #takeIn(attempt: RefreshAttempt): Promise<readonly Taken[]> {
    try {
      const batch = await this.batcher.nextBatch();
      const first = await attempt.ask(batch, this.#start(attempt, batch));
      const partOf = attempt.isPartial ? this.#table.fetch : undefined;
      const reading =
        first.isOneCall && partOf === undefined
          ? first
          : await readOneMoment(first, {
              again: () => this.#askAgain(attempt),
              held: (key) => this.#values.currentAnswerTo(key),
              partOf,
            });
      return this.runtime.closed.aborted ? [] : await this.#values.commitOrFail(attempt, reading);
    } catch (error) {
      const failure = { error: asSsmCacheError(error, this.#table.names) };
      this.#values.fail(attempt, failure);
      return [failure.error];
    }
  }

  /** @returns what is asked for first. What was said to have changed is not taken from what was held before. */
  #start(attempt: RefreshAttempt, batch: Batch): readonly Question[] {
    attempt.number = tick();
    this.lastStarted = attempt.number;
    this.startedAt = batch.fetch.startedAt;
    // It has not started yet: a listener that reads or refreshes a value now joins it.
    this.record.start(attempt, this.#askedBy(attempt));
    if (attempt.isForced || this.#table.isExpired) this.#lastTold = batch.fetch.startedAt;
    return this.#askedBy(attempt).map(({ reference, isPrivate, expiredAt }) => {
      if (expiredAt === undefined) return { reference, isPrivate };
      return { reference, isPrivate, maxAge: ageOf(expiredAt, this.runtime.clock.now()) };
    });
  }

  #askedBy({ isPartial }: RefreshAttempt): readonly Entry[] {
    const all = [...this.#table.asked.values()];
    return isPartial ? all.filter(({ fetch }) => fetch === undefined) : all;
  }

  /** Asks AWS for all, once more. */
  async #askAgain(attempt: RefreshAttempt): Promise<Reading> {
    attempt.isPartial = false;
    const batch = await this.batcher.nextBatch();
    const all = this.#askedBy(attempt);
    return attempt.ask(
      batch,
      all.map(({ reference, isPrivate }) => ({ reference, isPrivate, maxAge: 0 })),
    );
  }

  #closedError(): CacheClosedError {
    const names = this.#table.references.map(({ fullName }) => fullName);
    return new CacheClosedError(closedMessage(this.#table.names), { names });
  }
}

const isNoRetry = (): boolean => false;

const isPending = (taken: Taken): taken is Promise<SsmCacheError | undefined> => taken instanceof Promise;
