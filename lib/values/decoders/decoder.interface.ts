import type { RawValue } from '../raw-value.js';

/** Makes what a reader declared of what AWS holds. */
export interface Decoder<T> {
  /** If "true", what it makes may depend on the version: another version with the same content is read again. */
  readonly readsVersion?: boolean;

  /** Throws or rejects with a `TransformError` that does not hold the value. */
  read(raw: RawValue, name: string): T | PromiseLike<T>;
}
