import { SsmCacheError } from '../../errors/index.js';

/**
 * `SSM_CACHE_RECORDING_FILE`. The file of a recording cannot be written, is missing, or is not a recording. `names`
 * holds its path.
 *
 * @see [How to fix it](../../../docs/reference/troubleshooting.md#ssm_cache_recording_file)
 * @publicApi
 */
export class RecordingFileError extends SsmCacheError {
  readonly code = 'SSM_CACHE_RECORDING_FILE';
}
