import { SsmCacheError } from '../../errors/index.js';

/**
 * The file of a recording cannot be written, or is missing, or is not a recording. `names` holds its path.
 *
 * @publicApi
 */
export class RecordingFileError extends SsmCacheError {
  readonly code = 'SSM_CACHE_RECORDING_FILE';
}
