import type { SsmCacheError } from '../errors/index.js';
import { refreshedAgainMessage, triedAgainMessage } from '../errors/errors.messages.js';
import { failureKind } from '../errors/failure-kind.js';
import type { CacheLogger } from '../runtime/cache-runtime.js';

/** Logs the first of several failures of one kind, each new value that cannot be used, and that they are over. */
export class RefreshLog {
  #last: SsmCacheError | undefined;

  constructor(private readonly logger: CacheLogger) {}

  /** @param refreshed asked for its names only where they are told */
  report(failure: SsmCacheError | undefined, refreshed: { readonly names: string }): void {
    if (failure === this.#last) return;
    if (identityOf(failure) === identityOf(this.#last)) return;
    if (failure === undefined) this.logger.log(refreshedAgainMessage(refreshed.names));
    else if (['unusable', 'refused'].includes(failureKind(failure))) this.logger.error(failure.message);
    else this.logger.warn(triedAgainMessage(failure.message));
    this.#last = failure;
  }
}

const identityOf = (failure: SsmCacheError | undefined): string | undefined =>
  failure !== undefined && failureKind(failure) === 'unusable' ? failure.message : failure?.code;
