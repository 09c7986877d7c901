import { AsyncLocalStorage } from 'node:async_hooks';
import { RefreshError } from '../errors/index.js';
import { callbackFailedMessage } from '../errors/errors.messages.js';
import type { FetchUnit } from './fetch-unit.js';

/** What a recovery brings up to date. */
export interface Recoverable {
  /** Rises each time a value is replaced. */
  readonly revision: number;
  /** What it is fetched with. */
  readonly unit: Pick<FetchUnit, 'departures' | 'landed' | 'settled'>;
  refresh(): Promise<void>;
}

/** What a call works with when it begins. */
export interface RecoveryMark {
  /** The revision of the values. */
  readonly revision: number;
  /** The revision that the callback was last called for. */
  readonly handled: number;
}

/**
 * Brings values up to date for calls that failed with them, and tells the caller's callback. Calls that fail together
 * share one round of it.
 */
export class Recovery {
  #round: Promise<void> | undefined;
  #handled: number;
  /** Set where the callback runs, and in all that it calls. */
  static readonly #inCallback = new AsyncLocalStorage<{ readonly recovery: Recovery; isOver: boolean }>();

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

  /** To be taken when a call begins, and given to `recover` if it fails. */
  mark(): RecoveryMark {
    const { revision } = this;
    return { revision, handled: this.callback === undefined ? revision : this.#handled };
  }

  /** Fulfilled when there is something new to try: other values, or at least an answer younger than this call. */
  async recover(mark: RecoveryMark): Promise<void> {
    const departures = this.targets.map(({ unit }) => unit.departures);
    if (this.#isNew(mark)) return;
    if (this.#isInCallback()) throw new RefreshError(callbackFailedMessage);
    if (this.#round !== undefined) {
      await this.#round;
      const areYounger = this.targets.every(({ unit }, index) => unit.landed > (departures[index] ?? 0));
      if (this.#isNew(mark) || (areYounger && this.targets.length > 0)) return;
    }
    this.#round ??= this.#run(mark).finally(() => {
      this.#round = undefined;
    });
    await this.#round;
  }

  /** Whether the callback was last called for values that have been replaced since. */
  get #isCallbackBehind(): boolean {
    return this.callback !== undefined && this.#handled < this.revision;
  }

  /** Whether what a call would begin with now is newer than what the marked one began with. */
  #isNew(mark: RecoveryMark): boolean {
    const { handled } = this.mark();
    return handled > mark.handled && handled >= mark.revision;
  }

  async #run(mark: RecoveryMark): Promise<void> {
    await Promise.all(this.targets.map(({ unit }) => unit.settled));
    if (this.revision === mark.revision) await this.#refresh();
    await this.#callBack();
    this.#handled = this.revision;
  }

  async #callBack(): Promise<void> {
    const scope = { recovery: this, isOver: false };
    try {
      await Recovery.#inCallback.run(scope, async () => this.callback?.());
    } finally {
      scope.isOver = true;
    }
  }

  /** A call that the callback makes itself cannot wait for the round that waits for the callback. */
  #isInCallback(): boolean {
    const scope = Recovery.#inCallback.getStore();
    return scope?.recovery === this && !scope.isOver;
  }

  /** A failure counts only if there is nothing new to try: nothing changed, and the callback has seen what there is. */
  async #refresh(): Promise<void> {
    const before = this.revision;
    const outcomes = await Promise.allSettled(this.targets.map((target) => target.refresh()));
    const failure = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failure !== undefined && this.revision === before && !this.#isCallbackBehind) throw failure.reason;
  }
}
