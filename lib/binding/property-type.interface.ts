import type { SecretsManagerParameter } from '../cache/secrets-manager-parameter.js';
import type { SsmParameterTree } from '../cache/ssm-parameter-tree.js';
import type { SsmParameter } from '../cache/ssm-parameter.js';

/**
 * What a property may be said to hold by the option `type`.
 *
 * @publicApi
 */
export type PropertyType =
  | typeof String
  | typeof Number
  | typeof Boolean
  | typeof Array
  | typeof Uint8Array
  | typeof Buffer
  | typeof Map
  | typeof Object
  | typeof Promise
  | typeof SsmParameter
  | typeof SecretsManagerParameter
  | typeof SsmParameterTree;
