import type { RawType } from './raw-value.js';

/**
 * What a transform is told of a value beside the value.
 *
 * @publicApi
 */
export interface TransformContext {
  /** The parameter or secret, with its selector. */
  readonly name: string;
  /** How AWS stores it. */
  readonly type: RawType;
  /** The version of a parameter, or the `VersionId` of a secret. */
  readonly version: number | string | undefined;
}

/**
 * Makes a value of what AWS holds: text, a `string[]` for a StringList, a `Uint8Array` for a binary secret; of the `key` of a
 * JSON secret, the text as it is written there. What it is given is its own, and what it makes is kept as it is: it is not
 * frozen, and all who read the value share it.
 *
 * @publicApi
 */
export type TransformFunction<T = unknown> = (
  value: string | string[] | Uint8Array,
  context: TransformContext,
) => T | PromiseLike<T>;

/**
 * How a value is read: as `'json'` (deep-frozen), `'number'`, `'boolean'`, `'list'` (separated by commas), `'base64'`
 * (a `Uint8Array`), or by a function of your own. Nothing is ever guessed from the content, and no number is rounded: one that
 * a `number` cannot hold with all of its digits is refused.
 *
 * @publicApi
 */
export type Transform<T = unknown> = 'json' | 'number' | 'boolean' | 'list' | 'base64' | TransformFunction<T>;

/** Tells the compiler, which infers the options, what a transform that is written among them is given. */
export interface TransformInPlace {
  readonly transform?: Transform | undefined;
}
