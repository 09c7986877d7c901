import type { ModuleMetadata } from '@nestjs/common';
import type { SsmGroupOptions } from './group-options.interface.js';

/**
 * What is said to `forRoot()` and `forRootAsync()` beside the options, since Nest has to know it at once.
 *
 * @example
 * ```ts
 * SsmCacheModule.forRootAsync({ useFactory, isGlobal: false, groupNames: ['mail'], clientNames: ['payments'] });
 * ```
 *
 * @publicApi
 */
export interface SsmCacheModuleExtras {
  /**
   * If "true", every module can inject the cache; if "false", those that import the module.
   *
   * @default true
   */
  isGlobal?: boolean;

  /**
   * The names of groups that the options register, so that `@InjectSsmGroup()` finds them. `forRoot()` knows them from its
   * options; `forRootAsync()` has to be told.
   *
   * @default []
   */
  groupNames?: readonly string[];

  /**
   * The names of the clients that the options have, so that tests can override each by its token. `forRoot()` knows them from
   * its options; `forRootAsync()` has to be told.
   *
   * @default []
   */
  clientNames?: readonly string[];
}

/**
 * Options of `SsmCacheModule.forFeature()`.
 *
 * @example
 * ```ts
 * SsmCacheModule.forFeature({ groups: { mail: { maxAge: 60 } }, imports: [root] });
 * ```
 *
 * @publicApi
 */
export interface SsmCacheFeatureOptions {
  /** Groups by name. */
  groups: Record<string, SsmGroupOptions>;

  /**
   * Modules that the groups need: with `isGlobal: false`, what `forRoot()` returned, the same object as elsewhere.
   *
   * @default []
   */
  imports?: ModuleMetadata['imports'];
}
