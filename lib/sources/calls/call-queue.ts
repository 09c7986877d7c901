import type { CacheRuntime } from '../../runtime/cache-runtime.js';
import type { CallFailure } from './call-failure.js';
import { CallPace } from './call-pace.js';

/**
 * Parameter Store throttles above 40 calls a second by default, so that more calls at once bring nothing sooner. With
 * fewer, calls that hang would hold up healthy ones.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/ssm.html
 */
const CALLS_IN_FLIGHT = 40;

interface Waiting {
  readonly repeats: CallFailure | undefined;
  go(): void;
  giveUp(reason: unknown): void;
}

/**
 * Lets a bounded number of calls be in flight. While the application starts, each call also waits for its turn from the first one
 * on that is throttled or fails. Repeated calls go before others.
 */
export class CallQueue {
  readonly pace: CallPace;
  readonly #waiting: Waiting[] = [];
  #inFlight = 0;
  #cancelTurn: (() => void) | undefined;

  constructor(private readonly runtime: Pick<CacheRuntime, 'clock' | 'scheduler' | 'random'>) {
    this.pace = new CallPace(CALLS_IN_FLIGHT, () => runtime.random());
  }

  /**
   * Fulfilled when a call may be sent; `leave()` has to follow. Rejects with the reason of `signal` if that is aborted before.
   *
   * @param repeats what the call failed with; it rejects with that if repeating it is given up
   */
  async enter(signal: AbortSignal, repeats: CallFailure | undefined): Promise<void> {
    signal.throwIfAborted();
    if (this.pace.isOn || this.#inFlight >= CALLS_IN_FLIGHT) await this.#turn(signal, repeats);
    else this.#inFlight += 1;
  }

  leave(): void {
    this.#inFlight -= 1;
    if (this.#waiting.length > 0) this.#goOn();
  }

  /** Holds the calls up that follow. */
  slowDown(error: CallFailure): void {
    const now = this.runtime.clock.now().monotonic;
    if (error.isThrottling) this.pace.throttled(now);
    else this.pace.failed(now);
  }

  /** Holds nothing up any more, and gives up what waits to be repeated. */
  endPacing(): void {
    this.pace.reset();
    const repeated = this.#waiting.filter(({ repeats }) => repeats !== undefined);
    for (const waiting of repeated) waiting.giveUp(waiting.repeats);
    this.#goOn();
  }

  #turn(signal: AbortSignal, repeats: CallFailure | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        signal.removeEventListener('abort', abort);
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
      };
      const giveUp = (reason: unknown): void => {
        end();
        reject(reason);
      };
      const abort = (): void => {
        giveUp(signal.reason);
        this.#goOn();
      };
      const go = (): void => {
        end();
        resolve();
      };
      const waiting: Waiting = { repeats, go, giveUp };
      signal.addEventListener('abort', abort, { once: true });
      this.#add(waiting);
      this.#goOn();
    });
  }

  #add(waiting: Waiting): void {
    const others = this.#waiting.findIndex(({ repeats }) => repeats === undefined);
    const isLast = waiting.repeats === undefined || others < 0;
    this.#waiting.splice(isLast ? this.#waiting.length : others, 0, waiting);
  }

  #goOn(): void {
    this.#cancelTurn?.();
    this.#cancelTurn = undefined;
    while (this.#waiting.length > 0 && this.#inFlight < this.pace.room) {
      const wait = this.pace.wait(this.runtime.clock.now().monotonic);
      if (wait > 0) {
        this.#cancelTurn = this.runtime.scheduler.after(wait, () => this.#goOn(), true);
        return;
      }
      this.pace.take();
      this.#inFlight += 1;
      this.#waiting[0]?.go();
    }
  }
}
