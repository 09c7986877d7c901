import type { Stamp } from '../runtime/clock.js';
import { AwakeTimer } from '../runtime/timers.js';
import { withoutContext } from '../runtime/no-context.js';
import { failureReason } from './failure-reason.js';
import type { FleetRuntime } from './fleet-runtime.js';

/** How long the store is left alone after a failure, in milliseconds. */
const FIRST_PAUSE = 5_000;
const LONGEST_PAUSE = 60_000;

const LATE = Symbol('late');

interface BreakerOptions {
  /** How long an operation may take, in milliseconds. */
  readonly timeout: number;
  /** An operation that tells whether the store is there again. */
  readonly probe: () => Promise<unknown>;
  /** @param pause until it is tried again, in milliseconds */
  readonly onOpen: (reason: string, pause: number) => void;
  readonly onClose: () => void;
}

/**
 * Asks a store that may be down or hang. After the first failure nothing waits for it any more: a probe in the background finds
 * out when it is there again.
 */
export class CircuitBreaker {
  #openSince: Stamp | undefined;
  #isClosed = false;
  #pause = FIRST_PAUSE;
  #cancelProbe: (() => void) | undefined;

  constructor(
    private readonly runtime: FleetRuntime,
    private readonly options: BreakerOptions,
  ) {}

  get isOpen(): boolean {
    return this.#openSince !== undefined || this.#isClosed;
  }

  /** Since when the store has not answered. */
  get openSince(): Stamp | undefined {
    return this.#openSince;
  }

  /** What an operation gives; `undefined` if it fails, takes too long, or is not tried. Never rejects. */
  async run<T>(operation: () => Promise<T>): Promise<T | undefined> {
    if (this.isOpen) return undefined;
    try {
      return await this.#inTime(operation, true);
    } catch (error) {
      this.#open(error);
      return undefined;
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelProbe?.();
  }

  #open(error: unknown): void {
    if (this.isOpen) return;
    this.#openSince = this.runtime.clock.now();
    this.options.onOpen(error === LATE ? 'no answer in time' : failureReason(error), this.#pause);
    this.#probeLater();
  }

  #probeLater(): void {
    if (this.#isClosed) return;
    this.#cancelProbe = withoutContext(() =>
      this.runtime.scheduler.after(this.#pause, () => void this.#probe(), false),
    );
  }

  async #probe(): Promise<void> {
    try {
      await this.#inTime(this.options.probe, false);
    } catch {
      this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
      this.#probeLater();
      return;
    }
    this.#openSince = undefined;
    this.#pause = FIRST_PAUSE;
    if (!this.#isClosed) this.options.onClose();
  }

  /** Where the process itself was busy or stood still, an answer that has come meanwhile counts. */
  #inTime<T>(operation: () => Promise<T>, holds: boolean): Promise<T> {
    return new Promise((resolve, reject) => {
      const giveUp = (): void => this.runtime.scheduler.endOfTurn(() => reject(LATE));
      const timer = new AwakeTimer(this.runtime, this.options.timeout, giveUp, holds, true);
      operation()
        .then(resolve, reject)
        .finally(() => timer.cancel());
    });
  }
}
