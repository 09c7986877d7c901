import type { ParameterFilter } from '../sources/parameter-store/parameter-filters.js';
import type { SsmFilter } from '../sources/parameter-store/filters.js';
import type { Schema } from '../values/schema-class.interface.js';
import type { TreeShape } from '../values/decoders/tree-shape.js';
import type { FreshnessOptions } from './freshness-options.interface.js';

/**
 * Which parameters under a path are listed.
 *
 * @example
 * ```ts
 * await group.parameters('/limits', { recursive: false, filters: [new SsmFilterType().value('String')] });
 * ```
 *
 * @publicApi
 */
export interface PathListingOptions {
  /**
   * If "false", only the parameters directly under the path are listed, not those of deeper levels.
   *
   * @default true
   */
  recursive?: boolean;

  /**
   * Filters that all have to match: filters of this package, or objects as AWS takes them.
   *
   * @default none
   * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParametersByPath.html
   */
  filters?: readonly (SsmFilter | ParameterFilter)[];
}

/**
 * How the parameters under a path are read.
 *
 * @example
 * ```ts
 * cache.parameters('/features', { shape: 'record', schema, optional: true, basePath: false, withDecryption: true, group: 'features', client: 'payments', share: false });
 * ```
 *
 * @publicApi
 */
export interface PathOptions<T = unknown> extends PathListingOptions, FreshnessOptions {
  /**
   * How they are handed out. In a tree, a value whose name is also that of a level (`/a` beside `/a/b`) stands under the
   * empty key of that level.
   *
   * @default 'tree'
   */
  shape?: TreeShape;

  /**
   * A schema of any library that follows Standard Schema. It is given the whole, and what it makes is the value. A class of
   * `class-validator` decorators is given numbers and booleans where it declares them.
   *
   * @default none
   */
  schema?: Schema<T>;

  /**
   * If "true", there may be no parameter under the path when it is first loaded: then it is an empty tree, record or map. If
   * "false", this is an `InvalidParameterError`: AWS answers a misspelt path like this. In both cases all the parameters may be
   * deleted later.
   *
   * @default false for `@SsmParams()`, true for `parameters()`
   */
  optional?: boolean;

  /**
   * As for a parameter.
   *
   * @default that of the group or cache
   */
  withDecryption?: boolean;

  /**
   * The path that this path stands under; `false` for one that is complete as it is.
   *
   * @default that of the group or cache
   */
  basePath?: string | false;

  /**
   * The registered group that the parameters are refreshed with.
   *
   * @default none
   */
  group?: string;

  /**
   * The client that the parameters are read by, one of `clients`.
   *
   * @default 'default'
   */
  client?: string;

  /**
   * If "false", the listing is kept from a fleet that shares values. This process then reads it from AWS alone, whatever other
   * handles of the same name say.
   *
   * @default true
   */
  share?: boolean;
}
