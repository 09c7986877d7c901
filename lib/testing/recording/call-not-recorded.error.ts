import { SsmCacheError } from '../../errors/index.js';

/**
 * A replayed client was asked for what its recording does not hold. The message shows the call and the nearest recorded
 * ones; `names` are the parameters or secrets that were asked for.
 *
 * @publicApi
 */
export class CallNotRecordedError extends SsmCacheError {
  readonly code = 'SSM_CACHE_CALL_NOT_RECORDED';
}
