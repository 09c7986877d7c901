import type { CacheRuntime } from '../runtime/cache-runtime.js';
import type { Pins } from '../runtime/pins.js';
import type { BackgroundRefresh, DueTime } from './due.js';

/** What all units and views of one cache share. */
export interface EngineRuntime extends CacheRuntime {
  readonly pins: Pins;
  readonly due: DueTime;
  readonly background: BackgroundRefresh;
}
