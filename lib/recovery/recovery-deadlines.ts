import { CacheClosedError, RefreshError } from '../errors/index.js';
import { recoveryClosedMessage, recoveryTimeoutMessage } from '../errors/errors.messages.js';
import type { CacheRuntime } from '../runtime/cache-runtime.js';

/** A recovery that is under way. */
interface OpenRecovery {
  readonly callName: string;
  readonly time: AbortController;
  /** When it has taken too long, on the monotonic clock. */
  readonly deadline: number;
}

/**
 * The recoveries of one method that are under way. Each of them may take equally long, so that the first to begin is the
 * first to end, and one timer is enough for all.
 */
export class RecoveryDeadlines {
  /** The next to end is the first. */
  readonly #open = new Set<OpenRecovery>();
  #cancelTimer: (() => void) | undefined;

  constructor(
    private readonly runtime: Pick<CacheRuntime, 'clock' | 'scheduler' | 'closed'>,
    /** How long a recovery may take. */
    private readonly seconds: number,
  ) {}

  /** Does `work` with a signal that is aborted when it has taken too long, or when the cache is closed. */
  async within<T>(callName: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const recovery: OpenRecovery = {
      callName,
      time: new AbortController(),
      deadline: this.#now + this.seconds * 1_000,
    };
    this.#add(recovery);
    try {
      return await work(recovery.time.signal);
    } finally {
      this.#remove(recovery);
    }
  }

  get #now(): number {
    return this.runtime.clock.now().monotonic;
  }

  #add(recovery: OpenRecovery): void {
    const { closed } = this.runtime;
    closed.addEventListener('abort', this.#close);
    this.#open.add(recovery);
    if (closed.aborted) this.#close();
    this.#wait();
  }

  #remove(recovery: OpenRecovery): void {
    this.#open.delete(recovery);
    if (this.#open.size > 0) return;
    this.runtime.closed.removeEventListener('abort', this.#close);
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  /** Waits for the next deadline, if nothing waits for one that is no later. */
  #wait(): void {
    const [next] = this.#open;
    if (next === undefined || this.#cancelTimer !== undefined) return;
    const milliseconds = Math.max(0, next.deadline - this.#now);
    this.#cancelTimer = this.runtime.scheduler.after(milliseconds, () => this.#giveUp(), true);
  }

  #giveUp(): void {
    this.#cancelTimer = undefined;
    const now = this.#now;
    for (const recovery of this.#open) {
      const { callName, deadline, time } = recovery;
      if (deadline > now) break;
      this.#open.delete(recovery);
      time.abort(new RefreshError(recoveryTimeoutMessage(callName, this.seconds), { names: [callName] }));
    }
    this.#wait();
  }

  readonly #close = (): void => {
    for (const { callName, time } of this.#open)
      time.abort(new CacheClosedError(recoveryClosedMessage(callName), { names: [callName] }));
  };
}
