import type { CacheRuntime } from '../cache/cache-runtime.interface.js';
import type { FreshnessPolicy } from '../cache/freshness-policy.js';

/** In milliseconds; so that a max age of 0 leaves time for anything else. */
const SHORTEST_WAIT = 100;

/**
 * Refreshes by the clock what nobody asks for: a read of `ConfigService` does not reach the cache. It keeps no process alive.
 */
export class RefreshTimer {
  #cancel: (() => void) | undefined;
  #isStopped = false;

  constructor(
    private readonly runtime: CacheRuntime,
    private readonly policy: FreshnessPolicy,
    private readonly refresh: () => Promise<void>,
  ) {}

  start(): void {
    const { maxAge, jitter, minRefreshInterval } = this.policy;
    if (maxAge === Infinity || this.#isStopped) return;
    const due = maxAge * (1 - jitter * this.runtime.random());
    const wait = Math.max(due, minRefreshInterval, SHORTEST_WAIT);
    this.#cancel = this.runtime.scheduler.after(wait, () => void this.#run(), false);
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel?.();
  }

  async #run(): Promise<void> {
    // The cache has logged what it failed with; the next turn may bring more.
    await this.refresh().catch(() => undefined);
    this.start();
  }
}
