import { AsyncLocalStorage } from 'node:async_hooks';
import { RefreshError } from '../errors/index.js';
import { callbackFailedMessage } from '../errors/errors.messages.js';
import { abortable } from '../runtime/abortable.js';
import { lastTick, tick } from '../runtime/logical-clock.js';
import { CallbackScope, type CallbackOwner } from './callback-scope.js';
import type { Recoverable } from '../engine/recoverable.interface.js';

const NEVER = new AbortController().signal;

/** The moment at which a call began, on the logical clock. */
export type RecoveryMark = number;

type Context = <T>(work: () => T) => T;

/** Since when, and where, a recovery stands by. */
export interface RecoveryBeginning {
  readonly at: RecoveryMark;
  /** The context that the callback was given in; that of the call which fails first is none of its business. */
  readonly context: Context | undefined;
}

export const recoveryBeginning = (hasCallback: boolean): RecoveryBeginning => ({
  at: lastTick(),
  context: hasCallback ? AsyncLocalStorage.snapshot() : undefined,
});

/**
 * Brings values up to date for calls that failed with them, and tells the caller's callback. Calls that fail together
 * share one round of it.
 */
export class Recovery implements CallbackOwner {
  #round: Promise<void> | undefined;
  /** The revision that the callback was last called for. */
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
    if (this.#isNew(mark)) return;
    const callbacks = CallbackScope.around();
    if (callbacks.some((callback) => this.#runningCallback?.waitsFor(callback))) {
      throw new RefreshError(callbackFailedMessage);
    }
    const waits = callbacks.map((callback) => callback.beginWait(this));
    try {
      await abortable(signal, () => this.#shareRound(mark, signal));
    } finally {
      for (const end of waits) end();
    }
  }

  async #shareRound(mark: RecoveryMark, signal: AbortSignal): Promise<void> {
    if (this.#round !== undefined) {
      const askedAt = lastTick();
      await this.#round;
      const areYounger = this.targets.every(({ unit }) => unit.landed > askedAt);
      if (this.#isNew(mark) || (areYounger && this.targets.length > 0)) return;
    }
    signal.throwIfAborted();
    this.#round ??= this.#begin(mark, signal);
    await this.#round;
  }

  /** A round ends with the signal of the call that began it: another one may begin, though its callback still runs. */
  async #begin(mark: RecoveryMark, signal: AbortSignal): Promise<void> {
    try {
      await abortable(signal, () => this.#run(mark, signal));
    } finally {
      this.#round = undefined;
      this.#runningCallback = undefined;
    }
  }

  /** Whether the callback was last called for values that have been replaced since. */
  get #isCallbackBehind(): boolean {
    return this.callback !== undefined && this.#handled < this.revision;
  }

  /** Whether a call would begin with something newer now, and neither a value nor the callback lags behind. */
  #isNew(mark: RecoveryMark): boolean {
    const isSettled = this.targets.every((target) => this.#isDone(target, mark));
    const newest = this.callback === undefined ? this.revision : this.#handledAt;
    return isSettled && !this.#isCallbackBehind && newest > mark;
  }

  /** Whether a refresh is of no use to a call that began with `mark`: it had one since, or a round has tried. */
  #isDone(target: Recoverable, mark: RecoveryMark): boolean {
    return isReplaced(target, mark) || isAnswered(target, mark) || (this.#tried.get(target) ?? 0) > mark;
  }

  async #run(mark: RecoveryMark, signal: AbortSignal): Promise<void> {
    await Promise.all(this.targets.map(({ unit }) => unit.settled));
    await this.#refresh(mark);
    if (signal.aborted) return;
    const { revision } = this;
    await this.#callBack();
    if (revision <= this.#handled) return;
    this.#handled = revision;
    this.#handledAt = tick();
  }

  async #callBack(): Promise<void> {
    const { callback } = this;
    if (callback === undefined) return;
    const scope = new CallbackScope();
    this.#runningCallback = scope;
    const { context = (work) => work() } = this.beginning;
    await context(() => scope.run(callback));
  }

  /**
   * Refreshes what no call has brought up to date since; all of it, where nothing has changed. That it failed counts only
   * if there is nothing new to try: no answer came, nothing changed, and the callback has seen what there is.
   */
  async #refresh(mark: RecoveryMark): Promise<void> {
    const { targets } = this;
    const isAnyReplaced = (): boolean => targets.some((target) => isReplaced(target, mark));
    const due = isAnyReplaced() ? targets.filter((target) => !this.#isDone(target, mark)) : targets;
    const outcomes = await Promise.allSettled(due.map((target) => target.refresh()));
    for (const target of due) this.#tried.set(target, target.unit.landed);
    const failures = outcomes.filter((outcome) => outcome.status === 'rejected');
    this.#failure = failures[0]?.reason;
    const hasFailed = failures.length > 0 && failures.length === outcomes.length;
    if (hasFailed && !isAnyReplaced() && !this.#isCallbackBehind) throw this.#failure;
  }
}

const isReplaced = ({ revision }: Recoverable, mark: RecoveryMark): boolean => revision > mark;

const isAnswered = ({ unit }: Recoverable, mark: RecoveryMark): boolean =>
  unit.landed > mark && unit.failure === undefined;
