import type { EntryView } from '../engine/entry-view.js';
import type { CacheLogger } from '../runtime/logger.js';
import { hasInternals, INTERNALS } from '../runtime/internals.js';

/** The logger of the cache that made a handle; none where a test stands in for the handle. */
export const loggerOf = (handle: object): CacheLogger | undefined =>
  hasInternals(handle)
    ? (handle as { readonly [INTERNALS]: EntryView<unknown> })[INTERNALS].unit.runtime.logger
    : undefined;
