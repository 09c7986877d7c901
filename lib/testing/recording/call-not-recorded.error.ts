import { SsmCacheError } from '../../errors/index.js';

/**
 * `SSM_CACHE_CALL_NOT_RECORDED`. A replayed client was asked for a call that is not in its recording. The message shows
 * the call and the nearest recorded calls. `names` are the requested parameters or secrets.
 *
 * @see [How to fix it](../../../docs/reference/troubleshooting.md#ssm_cache_call_not_recorded)
 * @publicApi
 */
export class CallNotRecordedError extends SsmCacheError {
  readonly code = 'SSM_CACHE_CALL_NOT_RECORDED';
}
