import type { SsmCache } from '../cache/ssm-cache.js';
import { sharedToken } from './shared-token.js';

/** The token under which decorated classes have the cache injected: the copies of the package share it. */
export const CACHE_TOKEN = sharedToken<SsmCache>('SSM_CACHE:CACHE');

export const INJECTION_METADATA = 'SSM_CACHE:INJECTION';
export const PROPERTIES_METADATA = 'SSM_CACHE:PROPERTIES';
export const RECOVERIES_METADATA = 'SSM_CACHE:RECOVERIES';
export const LISTENERS_METADATA = 'SSM_CACHE:LISTENERS';
export const RETRY_PARAMETER_METADATA = 'SSM_CACHE:RETRY_PARAMETER';
