import type { OnApplicationBootstrap, OnApplicationShutdown, OnModuleDestroy } from '@nestjs/common';
import { realCache } from '../cache/real-cache.js';
import type { SsmCache } from '../cache/ssm-cache.js';
import { LazyClient } from '../sources/clients/lazy-client.js';
import { preloadLateBindings } from './declaration-preloader.js';
import { INTERNALS } from '../runtime/internals.js';
import { binderOf } from './binder.js';
import { startListeners } from './change-listeners.js';

/**
 * Completes what the application needs at its start, and ends the cache with it; also the clients that the module made,
 * never one that it was given.
 */
export class CacheLifecycle implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  readonly #cache: SsmCache | undefined;
  readonly #clients: readonly unknown[];
  readonly #preloadTimeout: number | undefined;

  /**
   * @param cache what Nest injects for it, which may be a double
   * @param preloadTimeout in milliseconds; `undefined` if the start does not wait for values
   */
  constructor(cache: unknown, clients: readonly unknown[], preloadTimeout: number | undefined) {
    this.#cache = realCache(cache);
    this.#clients = clients;
    this.#preloadTimeout = preloadTimeout;
  }

  /** Nest has made the instances of middleware by now, and takes no request yet. */
  async onApplicationBootstrap(): Promise<void> {
    if (this.#cache === undefined) return;
    const binder = binderOf(this.#cache);
    const late = binder.takeLate();
    if (this.#preloadTimeout !== undefined) await preloadLateBindings(late, binder, this.#preloadTimeout);
    await startListeners(binder.modules, binder);
    this.#cache[INTERNALS].beginWatching();
  }

  /** A server closes when its requests have been answered: no request waits for a `delay` any more. */
  onModuleDestroy(): void {
    this.#cache?.[INTERNALS].beginClosing();
  }

  /** After all `onModuleDestroy` hooks, in which services may still need their values. */
  onApplicationShutdown(): void {
    this.#cache?.close();
    for (const client of this.#clients) {
      if (client instanceof LazyClient) client.destroy();
    }
  }
}
