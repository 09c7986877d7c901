import type { InvalidParameterError } from '../errors/index.js';
import type { RawValue } from '../values/raw-value.js';

/** What is fetched: everything that changes the value that comes back is part of its `key`. */
export interface Reference {
  readonly kind: 'parameter' | 'path' | 'secret';
  readonly key: string;
  /** The name without selector. */
  readonly name: string;
  /** The name as it is asked for, with selector. */
  readonly fullName: string;
  /**
   * Whether AWS can give it another version that is no newer than the last one, as a label or a stage is moved: then the
   * date of a version tells less of since when it has been the answer.
   */
  readonly canMove?: boolean;
  /** Whether a listing of it brings `other`. */
  covers?(other: Reference): boolean;
}

/** A source's word on a reference: its value, or that there is none of this name. */
export type Answer = (
  | { readonly found: true; readonly raw: RawValue; readonly members?: readonly Member[] }
  | { readonly found: false; readonly error: InvalidParameterError }
) & {
  /**
   * The call that the answer is from: answers of one call have the same object, and show one moment of AWS. Absent where the
   * answer took several calls, as a listing of several pages does.
   */
  readonly call?: object | undefined;
};

/** One of several values that an answer brings, under a reference of its own. */
export interface Member {
  readonly reference: Reference;
  readonly raw: RawValue;
}

export interface FetchRequest {
  readonly reference: Reference;
  /** Aborted when the whole refresh is given up: the cache was closed, or its time is up. */
  readonly signal: AbortSignal;
  /** The monotonic time, in milliseconds, at which the whole refresh is given up at the latest. */
  readonly deadline: number;
  /** How long one call may go without an answer, in milliseconds. */
  readonly callTimeout: number;
}

/** Where values come from. */
export interface Source {
  /**
   * Fetches what falls due together. The promises stand in the order of the requests and settle one by one; they
   * reject with a `SsmCacheError` that holds no value.
   */
  fetch(requests: readonly FetchRequest[]): readonly Promise<Answer>[];
}
