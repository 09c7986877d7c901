import type { RawValue } from '../raw-value.js';

/** Makes what a reader declared of what AWS holds. */
export interface Decoder<T> {
  /** Throws or rejects with a `TransformError` that does not hold the value. */
  read(raw: RawValue, name: string): T | PromiseLike<T>;
}
