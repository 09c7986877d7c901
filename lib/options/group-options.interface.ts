import type { FreshnessOptions } from './freshness-options.interface.js';

/**
 * How the values of a group are kept: they are refreshed together, and change together or not at all.
 *
 * @example
 * ```ts
 * SsmCacheModule.forRoot({ groups: { database: { maxAge: 60, basePath: '/db', secretPrefix: 'db/', client: 'payments', share: false, withDecryption: true } } });
 * ```
 *
 * @publicApi
 */
export interface SsmGroupOptions extends FreshnessOptions {
  /**
   * As for a parameter; it holds for all the parameters of the group.
   *
   * @default as the cache
   */
  withDecryption?: boolean;

  /**
   * The path that the names of the group's parameters stand under. Secrets have none.
   *
   * @default as the cache
   */
  basePath?: string | false;

  /**
   * A text that is prepended to the names of the group's secrets as it is, never to an ARN; `false` for none.
   *
   * @default as the cache
   */
  secretPrefix?: string | false;

  /**
   * The client that the values of the group are read by, one of `clients`. A member may name another one.
   *
   * @default 'default'
   */
  client?: string;

  /**
   * If "false", the values of the group are kept from a fleet that shares values. This process then reads them from AWS alone,
   * whatever other handles of the same name say.
   *
   * @default true
   */
  share?: boolean;
}
