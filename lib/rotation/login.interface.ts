import type { SsmHandle } from '../cache/ssm-handle.js';

/**
 * A user and its password, as a secret of a database holds them.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html
 *
 * @publicApi
 */
export interface Login {
  /** The user. */
  readonly username: string;
  /** The password of that user. */
  readonly password: string;
}

/**
 * A handle of a login: `cache.secret('prod/db', { transform: 'json' })`, or a property of the type
 * `SecretsManagerParameter<Login>`.
 *
 * @publicApi
 */
export type LoginHandle = Pick<
  SsmHandle<Login, number | string>,
  'name' | 'value' | 'version' | 'get' | 'onChange'
>;
