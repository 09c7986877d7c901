import type { SsmCacheError } from '../errors/index.js';
import type { Stamp } from '../runtime/clock.js';
import type { Answer, Reference } from '../sources/source.interface.js';

/** A view of one reference of a unit, which converts each new answer before it is installed. */
export interface Subscriber {
  readonly reference: Reference;
  /** Takes over what the unit knows already, where that can be converted at once. */
  adopt(answer: Answer, stamp: Stamp): void;
  /** Converts an answer; throws or rejects with a `SsmCacheError` when it cannot be used. */
  prepare(answer: Answer): unknown;
  /** Installs what `prepare` made of the answer. Whoever reads now, reads it. */
  commit(prepared: unknown, answer: Answer, stamp: Stamp): void;
  /** Tells its listeners if another value was installed. */
  announce(): void;
  /** Learns that the last refresh failed: for its own reference, or for another that is installed with it. */
  fail(error: SsmCacheError, isOwn: boolean): void;
  /** Forgets its value. */
  close(): void;
}
