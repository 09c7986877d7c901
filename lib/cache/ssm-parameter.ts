import { SsmHandle } from './ssm-handle.js';

/**
 * One parameter of Parameter Store, kept fresh.
 *
 * @example
 * ```ts
 * const host = cache.parameter('/prod/db/host', { maxAge: 300 });
 * await host.get(); // fresh
 * host.value; // the last known value, at once
 * ```
 *
 * @publicApi
 */
export class SsmParameter<T = string> extends SsmHandle<T, number> {}
