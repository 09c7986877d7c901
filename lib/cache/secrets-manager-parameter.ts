import { SsmHandle } from './ssm-handle.js';

/**
 * One secret of Secrets Manager, kept fresh. Its `version` is the `VersionId`.
 *
 * @example
 * ```ts
 * const password = cache.secret('prod/db', { key: 'password', maxAge: 300 });
 * await password.get();
 * ```
 *
 * @publicApi
 */
export class SecretsManagerParameter<T = string> extends SsmHandle<T, string> {}
