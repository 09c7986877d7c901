import type { StandaloneSsmCacheOptions } from '../options/ssm-cache-options.interface.js';
import { LocalValues } from './local-values.js';

/** The local values of a cache, if it has any. Their file in the package (`tools/bundle/on-demand.js`) is loaded only then. */
export const localValuesOf = ({
  local,
  basePath = '',
  secretPrefix = '',
}: StandaloneSsmCacheOptions): LocalValues | undefined =>
  local === undefined ? undefined : new LocalValues(local, { basePath, secretPrefix }, 'SsmCache options');
