import { AsyncLocalStorage } from 'node:async_hooks';
import { RefreshError } from '../errors/index.js';
import { callbackFailedMessage } from '../errors/errors.messages.js';
import { abortable } from '../runtime/abortable.js';
import { CallbackScope, type CallbackOwner } from './callback-scope.js';
import type { Recoverable } from '../engine/recoverable.interface.js';

const NEVER = new AbortController().signal;

interface TargetMark {
  readonly target: Recoverable;
  readonly revision: number;
  readonly departures: number;
}

/** What a call works with when it begins. */
export interface RecoveryMark {
  readonly targets: readonly TargetMark[];
  /** The revision that calls work with: where there is a callback, the one that it was last called for. */
  readonly handled: number;
}

/**
 * Brings values up to date for calls that failed with them, and tells the caller's callback. Calls that fail together
 * share one round of it.
 */
export class Recovery implements CallbackOwner {
  #round: Promise<void> | undefined;
  #handled: number;
  #runningCallback: CallbackScope | undefined;
  /** The context that the callback was given in; that of the call which fails first is none of its business. */
  readonly #context = AsyncLocalStorage.snapshot();
  #failure: unknown;
  /** The number of the departure that landed last when a round had refreshed a target. */
  readonly #tried = new WeakMap<Recoverable, number>();

  constructor(
    private readonly targets: readonly Recoverable[],
    private readonly callback: (() => unknown) | undefined,
  ) {
    this.#handled = this.revision;
  }

  /** Rises each time one of the values is replaced. */
  get revision(): number {
    return this.targets.reduce((sum, { revision }) => sum + revision, 0);
  }

  get runningCallback(): CallbackScope | undefined {
    return this.#runningCallback;
  }

  /** What the last round could not refresh some of the values for. */
  get failure(): unknown {
    return this.#failure;
  }

  /** To be taken when a call begins, and given to `recover` if it fails. */
  mark(): RecoveryMark {
    const targets = this.targets.map((target) => ({
      target,
      revision: target.revision,
      departures: target.unit.departures,
    }));
    return { targets, handled: this.callback === undefined ? this.revision : this.#handled };
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
      const { targets } = this.mark();
      await this.#round;
      const areYounger = targets.every(({ target, departures }) => target.unit.landed > departures);
      if (this.#isNew(mark) || (areYounger && targets.length > 0)) return;
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
    const isSettled = mark.targets.every((target) => this.#isDone(target));
    return isSettled && !this.#isCallbackBehind && this.mark().handled > mark.handled;
  }

  /** Whether a refresh is of no use to a call that began with `mark`: it had one since, or a round has tried. */
  #isDone(mark: TargetMark): boolean {
    return isReplaced(mark) || isAnswered(mark) || (this.#tried.get(mark.target) ?? 0) > mark.departures;
  }

  async #run(mark: RecoveryMark, signal: AbortSignal): Promise<void> {
    await Promise.all(this.targets.map(({ unit }) => unit.settled));
    await this.#refresh(mark);
    if (signal.aborted) return;
    const { revision } = this;
    await this.#callBack();
    this.#handled = Math.max(this.#handled, revision);
  }

  async #callBack(): Promise<void> {
    const { callback } = this;
    if (callback === undefined) return;
    const scope = new CallbackScope();
    this.#runningCallback = scope;
    await this.#context(() => scope.run(callback));
  }

  /**
   * Refreshes what no call has brought up to date since; all of it, where nothing has changed. That it failed counts only
   * if there is nothing new to try: no answer came, nothing changed, and the callback has seen what there is.
   */
  async #refresh(mark: RecoveryMark): Promise<void> {
    const { targets } = mark;
    const due = targets.some(isReplaced) ? targets.filter((target) => !this.#isDone(target)) : targets;
    const outcomes = await Promise.allSettled(due.map(({ target }) => target.refresh()));
    for (const { target } of due) this.#tried.set(target, target.unit.landed);
    const failures = outcomes.filter((outcome) => outcome.status === 'rejected');
    this.#failure = failures[0]?.reason;
    const hasFailed = failures.length > 0 && failures.length === outcomes.length;
    if (hasFailed && !targets.some(isReplaced) && !this.#isCallbackBehind) throw this.#failure;
  }
}

const isReplaced = ({ target, revision }: TargetMark): boolean => target.revision > revision;

const isAnswered = ({ target: { unit }, departures }: TargetMark): boolean =>
  unit.landed > departures && unit.failure === undefined;
