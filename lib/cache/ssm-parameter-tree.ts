import type { CacheRuntime } from './cache-runtime.interface.js';
import { INTERNALS } from './internals.js';
import type { LiveValue } from './live-value.js';
import { SsmHandle } from './ssm-handle.js';

/**
 * All the parameters under a path, kept fresh as one: every read sees what one listing brought.
 *
 * @example
 * ```ts
 * const settings = cache.parameters<{ db: { host: string } }>('/prod', { maxAge: 300 });
 * (await settings.get()).db.host; // the parameter /prod/db/host
 * ```
 *
 * @publicApi
 */
export class SsmParameterTree<T = unknown> extends SsmHandle<T, never> {
  /** @internal What handles of this class are of, whichever copy of the package it is from. */
  static readonly [INTERNALS] = 'path';

  /** @internal */
  static of<T>(live: LiveValue<T>, runtime: CacheRuntime): SsmParameterTree<T> {
    return new SsmParameterTree(live, runtime);
  }
}
