import { InvalidParameterError } from './invalid-parameter.error.js';
import { ParameterAccessDeniedError } from './parameter-access-denied.error.js';
import type { SsmCacheError } from './ssm-cache.error.js';
import { TransformError } from './transform.error.js';

/**
 * What a failed refresh means for the last known value:
 *
 * | kind | strict read | synchronous read |
 * |---|---|---|
 * | `transient` | last known value until `maxAge + maxStale` | the same |
 * | `gone` | the error | last known value until `maxAge + maxStale` |
 * | `refused` | the error | the error, from then on |
 * | `unusable` | last good value until `maxAge + maxStale` | the same |
 *
 * @publicApi
 */
export type FailureKind = 'transient' | 'gone' | 'refused' | 'unusable';

export const failureKind = (error: SsmCacheError): FailureKind => {
  if (error instanceof ParameterAccessDeniedError) return 'refused';
  if (error instanceof InvalidParameterError) return 'gone';
  if (error instanceof TransformError) return 'unusable';
  return 'transient';
};
