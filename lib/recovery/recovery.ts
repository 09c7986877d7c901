import { AsyncLocalStorage } from 'node:async_hooks';
import { RefreshError } from '../errors/index.js';
import { callbackFailedMessage } from '../errors/errors.messages.js';
import { abortable } from '../runtime/abortable.js';
import { lastTick, tick } from '../runtime/clock.js';
import { CallbackScope, type CallbackOwner } from './callback-scope.js';
import type { EntryView } from '../engine/entry-view.js';
import type { Candidate, PendingTrial } from '../engine/pending-trial.js';
import type { Recoverable } from '../engine/recoverable.interface.js';

const NEVER = new AbortController().signal;

/** The moment at which a call began, on the logical clock. */
export type RecoveryMark = number;

type Context = <T>(work: () => T) => T;

/** Since when, and where, a recovery stands by. */
export interface RecoveryBeginning {
  readonly at: RecoveryMark;
  /** The context that the callback was given in, if there is one: not that of the call which fails first. */
  readonly context: Context | undefined;
}

export const recoveryBeginning = (hasCallback: boolean): RecoveryBeginning => ({
  at: lastTick(),
  context: hasCallback ? AsyncLocalStorage.snapshot() : undefined,
});

/** Work for the calls that fail together. */
interface Round {
  /** Whether it looks for pending versions, so that it may end without a refresh. */
  readonly isTrial: boolean;
  readonly done: Promise<void>;
}

/** What a call can be repeated with at once: nothing new, a newer value, or a pending version that is not proven yet. */
export type Tried = 'nothing' | 'newer' | 'pending';

/**
 * Brings values up to date for calls that failed with them, and tells the caller's callback. Calls that fail together
 * share one round of it.
 */
export class Recovery implements CallbackOwner {
  #round: Round | undefined;
  /** The change of the values that the callback was last called for. */
  #handled: number;
  /** When the callback had been called for it. */
  #handledAt = 0;
  #runningCallback: CallbackScope | undefined;
  #failure: unknown;
  /** The number of the attempt that ended last when a round had refreshed a target. */
  readonly #tried = new WeakMap<Recoverable, number>();

  constructor(
    private readonly targets: readonly Recoverable[],
    private readonly callback: (() => unknown) | undefined,
    private readonly beginning = recoveryBeginning(callback !== undefined),
  ) {
    this.#handled = beginning.at;
  }

  /** When one of the values was last replaced. */
  get revision(): number {
    return this.targets.reduce((latest, { revision }) => Math.max(latest, revision), 0);
  }

  /** When a reader of one of the values last got another one. */
  get #changedAt(): number {
    return this.targets.reduce((latest, { changedAt }) => Math.max(latest, changedAt), 0);
  }

  get #units(): ReadonlySet<Recoverable['unit']> {
    return new Set(this.targets.map(({ unit }) => unit));
  }

  get runningCallback(): CallbackScope | undefined {
    return this.#runningCallback;
  }

  /** What the last round could not refresh some of the values for. */
  get failure(): unknown {
    return this.#failure;
  }

  /**
   * Fulfilled when there is something new to try: another value, or at least an answer younger than this call. Rejects with
   * the reason of `signal` when that is aborted; whatever takes so long is left to itself.
   */
  async recover(mark: RecoveryMark, signal: AbortSignal = NEVER): Promise<void> {
    if (!this.#isNew(mark)) await this.#wait(signal, () => this.#shareRound(mark, signal));
  }

  /**
   * Has pending versions read, unless a refresh brings something newer than what a call failed with. Does not wait for
   * `minRefreshInterval`. Rejects only with the reason of `signal`.
   */
  async tryPending(mark: RecoveryMark, signal: AbortSignal = NEVER): Promise<Tried> {
    try {
      if (!this.#isNew(mark)) await this.#wait(signal, () => this.#shareTrial(mark, signal));
    } catch {
      // What the callback could not use is no better than what a call failed with.
      for (const { trial } of this.#units) if (trial?.state === 'tried') trial.doubt();
      signal.throwIfAborted();
    }
    if (!this.#isNewer(mark)) return 'nothing';
    return this.targets.some(({ unit }) => unit.trial?.state === 'tried') ? 'pending' : 'newer';
  }

  /** A call that began at `mark` has failed: pending versions that it had are withdrawn, or doubted. */
  refuse(mark: RecoveryMark): void {
    for (const { trial } of this.#units) if (this.#had(trial, mark)) trial?.doubt();
  }

  /** A repeated call that began at `mark` has succeeded. */
  prove(mark: RecoveryMark): void {
    for (const { trial } of this.#units) if (this.#had(trial, mark)) trial?.prove();
  }

  /** Whether a call that began at `mark` had the pending versions. With a callback, it had them only after that. */
  #had(trial: PendingTrial | undefined, mark: RecoveryMark): boolean {
    const since = trial?.since;
    if (since === undefined || mark < since) return false;
    if (!this.targets.some(({ unit, changedAt }) => unit.trial === trial && changedAt > since)) return false;
    return this.callback === undefined || (this.#handled > since && this.#handledAt <= mark);
  }

  async #wait(signal: AbortSignal, round: () => Promise<void>): Promise<void> {
    const callbacks = CallbackScope.around();
    if (callbacks.some((callback) => this.#runningCallback?.waitsFor(callback))) {
      throw new RefreshError(callbackFailedMessage);
    }
    const waits = callbacks.map((callback) => callback.beginWait(this));
    try {
      await abortable(signal, round);
    } finally {
      for (const end of waits) end();
    }
  }

  async #shareRound(mark: RecoveryMark, signal: AbortSignal): Promise<void> {
    while (this.#round?.isTrial === true) {
      await this.#round.done.catch(() => undefined);
      if (this.#isNew(mark)) return;
    }
    if (this.#round !== undefined) {
      const askedAt = lastTick();
      await this.#round.done;
      const areYounger = this.targets.every(({ unit }) => unit.lastEnded > askedAt);
      if (this.#isNew(mark) || (areYounger && this.targets.length > 0)) return;
    }
    signal.throwIfAborted();
    this.#round ??= { isTrial: false, done: this.#begin(signal, () => this.#run(mark, signal)) };
    await this.#round.done;
  }

  async #shareTrial(mark: RecoveryMark, signal: AbortSignal): Promise<void> {
    if (this.#round !== undefined) {
      const { isTrial, done } = this.#round;
      // That a refresh failed says nothing of what is pending.
      await (isTrial ? done : done.catch(() => undefined));
      if (this.#isAhead(mark)) return;
    }
    signal.throwIfAborted();
    this.#round ??= { isTrial: true, done: this.#begin(signal, () => this.#runTrial(mark, signal)) };
    await this.#round.done;
  }

  /** A round ends with the signal of the call that began it: another one may begin, though its callback still runs. */
  async #begin(signal: AbortSignal, run: () => Promise<void>): Promise<void> {
    try {
      await abortable(signal, run);
    } finally {
      this.#round = undefined;
      this.#runningCallback = undefined;
    }
  }

  /** Whether the callback was last called for values that have been replaced since. */
  get #isCallbackBehind(): boolean {
    return this.callback !== undefined && this.#handled < this.#changedAt;
  }

  /** Whether a call would begin with something newer now, and neither a value nor the callback lags behind. */
  #isNew(mark: RecoveryMark): boolean {
    return this.targets.every((target) => this.#isDone(target, mark)) && this.#isAhead(mark);
  }

  /** Whether a call would begin with something newer now, and the callback does not lag behind. */
  #isAhead(mark: RecoveryMark): boolean {
    const newest = this.callback === undefined ? this.revision : this.#handledAt;
    return !this.#isCallbackBehind && newest > mark;
  }

  /** The same, where a version that was withdrawn since, and a callback that was called for that, are nothing newer. */
  #isNewer(mark: RecoveryMark): boolean {
    if (!this.#isAhead(mark)) return false;
    return this.#isAnyReplaced(mark) || (this.callback !== undefined && this.#changedAt === this.revision);
  }

  #isAnyReplaced(mark: RecoveryMark): boolean {
    return this.targets.some((target) => isReplaced(target, mark));
  }

  /** Whether a refresh is of no use to a call that began with `mark`: it had one since, or a round has tried. */
  #isDone(target: Recoverable, mark: RecoveryMark): boolean {
    return isReplaced(target, mark) || isAnswered(target, mark) || (this.#tried.get(target) ?? 0) > mark;
  }

  async #run(mark: RecoveryMark, signal: AbortSignal): Promise<void> {
    await Promise.all(this.targets.map(({ unit }) => unit.settled));
    await this.#refresh(mark);
    if (!signal.aborted) await this.#callBack();
  }

  async #runTrial(mark: RecoveryMark, signal: AbortSignal): Promise<void> {
    await Promise.all(this.targets.map(({ unit }) => unit.settled));
    if (this.#isAnyReplaced(mark)) await this.#refresh(mark, mayRefreshNow);
    else if (!(await this.#tryNow(mark, signal))) return;
    if (!signal.aborted) await this.#callBack();
  }

  /** @returns whether there is anything new */
  async #tryNow(mark: RecoveryMark, signal: AbortSignal): Promise<boolean> {
    const isConcerned = (view: EntryView<unknown>): boolean =>
      this.targets.some((target) => target.reads(view));
    const targets = [...new Map(this.targets.map((target) => [target.unit, target])).values()];
    const looks = targets.map(async ({ unit, policy }) => {
      const trial = unit.startTrial();
      return { unit, trial, candidate: await trial.look(policy, isConcerned) };
    });
    const found = (await Promise.all(looks)).filter(({ candidate }) => candidate !== undefined);
    if (found.length === 0 || signal.aborted) return false;
    await this.#refresh(mark, mayRefreshNow);
    if (this.#isAnyReplaced(mark)) return true;
    for (const { unit, trial, candidate } of found) {
      if (unit.failure === undefined) trial.begin(candidate as Candidate);
    }
    return this.#isAnyReplaced(mark);
  }

  /** The callback learns of all that changed until it is called. */
  async #callBack(): Promise<void> {
    const changedAt = this.#changedAt;
    await this.#runCallback();
    if (changedAt <= this.#handled) return;
    this.#handled = changedAt;
    this.#handledAt = tick();
  }

  async #runCallback(): Promise<void> {
    const { callback } = this;
    if (callback === undefined) return;
    const scope = new CallbackScope();
    this.#runningCallback = scope;
    const context = this.beginning.context as Context;
    await context(() => scope.run(callback));
  }

  /**
   * Refreshes what no call has brought up to date since; all of it, where nothing has changed. That it failed counts only
   * if there is nothing new to try: no answer came, nothing changed, and the callback has seen what there is.
   */
  async #refresh(mark: RecoveryMark, mayRefresh: (target: Recoverable) => boolean = always): Promise<void> {
    const stale = this.#isAnyReplaced(mark)
      ? this.targets.filter((target) => !this.#isDone(target, mark))
      : this.targets;
    const due = stale.filter((target) => mayRefresh(target));
    const outcomes = await Promise.allSettled(due.map((target) => target.refresh()));
    for (const target of due) this.#tried.set(target, target.unit.lastEnded);
    const failures = outcomes.filter((outcome) => outcome.status === 'rejected');
    this.#failure = failures[0]?.reason;
    const hasFailed = failures.length > 0 && failures.length === outcomes.length;
    if (hasFailed && !this.#isAnyReplaced(mark) && !this.#isCallbackBehind) throw this.#failure;
  }
}

const always = (): boolean => true;

const mayRefreshNow = ({ unit, policy }: Recoverable): boolean => !unit.mustWait(policy);

const isReplaced = ({ revision }: Recoverable, mark: RecoveryMark): boolean => revision > mark;

const isAnswered = ({ unit }: Recoverable, mark: RecoveryMark): boolean =>
  unit.lastEnded > mark && unit.failure === undefined;
