import type { OnApplicationShutdown } from '@nestjs/common';
import type { SsmCache } from '../cache/ssm-cache.js';
import { LazyClient } from '../sources/lazy-client.js';

/** Ends the cache with the application, and the clients that the module made, never one that it was given. */
export class CacheLifecycle implements OnApplicationShutdown {
  readonly #cache: SsmCache;
  readonly #clients: readonly unknown[];

  constructor(cache: SsmCache, clients: readonly unknown[]) {
    this.#cache = cache;
    this.#clients = clients;
  }

  /** After all `onModuleDestroy` hooks, in which services may still need their values. */
  onApplicationShutdown(): void {
    this.#cache.close();
    for (const client of this.#clients) {
      if (client instanceof LazyClient) client.destroy();
    }
  }
}
