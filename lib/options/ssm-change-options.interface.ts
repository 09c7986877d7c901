import type { SsmName } from './name.js';

/**
 * What is listened to:
 *
 * - the name of a decorated property of the class,
 * - the name of a parameter, or a path, that some class of the application declares; of a path all that is declared under it,
 * - `{ parameter: '/db/host' }`: the same, never a property,
 * - `{ secret: 'prod/db' }`: a secret that some class of the application declares,
 * - `{ group: 'database' }`: a registered group.
 *
 * A name is written as in the declaration, without the base path, or in full.
 *
 * @publicApi
 */
export type SsmChangeTarget =
  string | { readonly parameter: SsmName } | { readonly secret: SsmName } | { readonly group: string };

/**
 * Options of `@OnSsmChange()`.
 *
 * @example
 * ```ts
 * @OnSsmChange('/features', { initial: true })
 * onFeatures() { … }
 * ```
 *
 * @publicApi
 */
export interface OnSsmChangeOptions {
  /**
   * If "true", the method is called once when the application starts, too, before it takes requests.
   *
   * @default false
   */
  initial?: boolean;
}
