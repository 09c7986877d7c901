import { AwakeTimer } from '../runtime/timers.js';
import type { CacheRuntime } from '../runtime/cache-runtime.js';

/** When a start that waits says so for the first time, and then again, in milliseconds. */
const FIRST_WORD = 1_500;
const NEXT_WORD = 5_000;

/** The time that a start may take. It passes only while the process is awake. */
export class StartTime {
  readonly #controller = new AbortController();
  readonly #timer: AwakeTimer | undefined;
  #word: AwakeTimer | undefined;
  #stoodStill = false;
  #passed = 0;

  /**
   * @param limit in milliseconds; `Infinity` for a start that has no limit
   * @param tell called with the milliseconds that are left, every few seconds
   */
  constructor(
    private readonly runtime: Pick<CacheRuntime, 'clock' | 'scheduler' | 'closed'>,
    private readonly limit: number,
    private readonly tell: (left: number) => void,
  ) {
    runtime.closed.addEventListener('abort', this.#end);
    this.#timer = Number.isFinite(limit) ? new AwakeTimer(runtime, limit, this.#end, true) : undefined;
    this.#tellAfter(FIRST_WORD);
  }

  /** Aborted when the time is up, or the cache is closed. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get isOver(): boolean {
    return this.signal.aborted;
  }

  /** Whether the process has stood still since the start began. */
  get hasStoodStill(): boolean {
    return this.#stoodStill || this.#word?.hasStoodStill === true;
  }

  stop(): void {
    this.#timer?.cancel();
    this.#word?.cancel();
    this.runtime.closed.removeEventListener('abort', this.#end);
  }

  readonly #end = (): void => {
    this.stop();
    this.#controller.abort();
  };

  #tellAfter(milliseconds: number): void {
    this.#word = new AwakeTimer(
      this.runtime,
      milliseconds,
      () => {
        this.#stoodStill = this.hasStoodStill;
        this.#passed += milliseconds;
        this.tell(this.limit - this.#passed);
        this.#tellAfter(NEXT_WORD);
      },
      true,
    );
  }
}
