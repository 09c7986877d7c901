import { SsmHandle } from './ssm-handle.js';

/**
 * All the parameters under a path, kept fresh as one: every read sees them as they were at one time.
 *
 * @example
 * ```ts
 * const settings = cache.parameters<{ db: { host: string } }>('/prod', { maxAge: 300 });
 * (await settings.get()).db.host; // the parameter /prod/db/host
 * ```
 *
 * @publicApi
 */
export class SsmParameterTree<T = unknown> extends SsmHandle<T, never> {}
