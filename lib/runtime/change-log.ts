import { changedMessage } from '../errors/errors.messages.js';
import type { CacheEvents, SsmCacheChange } from './cache-events.js';
import type { CacheLogger } from './cache-runtime.js';
import { LogLine } from './log-line.js';

/** Writes one line for each change: its name and its versions. */
export class ChangeLog implements CacheEvents {
  constructor(private readonly logger: CacheLogger) {}

  changed(change: SsmCacheChange): void {
    this.logger.log(new LogLine(changedMessage(change), change));
  }
}
