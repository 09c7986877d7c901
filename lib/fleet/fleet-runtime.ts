import type { CacheRuntime } from '../runtime/cache-runtime.js';

/** What a fleet takes from outside, so that tests can drive it. */
export type FleetRuntime = Pick<CacheRuntime, 'clock' | 'scheduler' | 'random' | 'logger'>;
