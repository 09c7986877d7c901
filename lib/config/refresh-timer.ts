import { BackOff } from '../engine/back-off.js';
import type { CacheRuntime } from '../runtime/cache-runtime.js';
import type { FreshnessPolicy } from '../engine/freshness-policy.js';

/** In milliseconds; so that a max age of 0 leaves time for anything else. */
const SHORTEST_WAIT = 100;

/**
 * Refreshes by the clock what nobody asks for: a read of `ConfigService` does not reach the cache. After a failure it comes
 * back as early as any reader would. It keeps no process alive.
 */
export class RefreshTimer {
  readonly #backOff: BackOff;
  #cancel: (() => void) | undefined;
  #isStopped = false;

  constructor(
    private readonly runtime: Pick<CacheRuntime, 'clock' | 'random' | 'scheduler'>,
    private readonly policy: FreshnessPolicy,
    private readonly refresh: () => Promise<void>,
  ) {
    this.#backOff = new BackOff(runtime);
  }

  start(): void {
    const { maxAge, jitter, minRefreshInterval } = this.policy;
    if (maxAge === Infinity || this.#isStopped) return;
    const due = Math.max(maxAge * (1 - jitter * this.runtime.random()), minRefreshInterval, SHORTEST_WAIT);
    const wait = this.#backOff.duration === 0 ? due : Math.min(due, this.#backOff.duration);
    this.#cancel = this.runtime.scheduler.after(wait, () => void this.#run(), false);
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel?.();
  }

  async #run(): Promise<void> {
    // The cache has logged what it failed with.
    await this.refresh().then(
      () => this.#backOff.succeed(),
      () => this.#backOff.fail(),
    );
    this.start();
  }
}
