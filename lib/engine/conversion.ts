import { asSsmCacheError } from '../errors/as-ssm-cache-error.js';
import { withTimeout } from '../runtime/abortable.js';
import type { CacheRuntime } from '../runtime/cache-runtime.js';
import { ofClient } from '../sources/of-client.js';
import type { Answer, Reference } from '../sources/source.interface.js';
import { isPromiseLike } from '../values/data/is-promise-like.js';
import { isSameData } from '../values/data/plain-data.js';
import type { Decoder } from '../values/decoders/decoder.interface.js';
import { sameContent, sameRawValue, type RawValue } from '../values/raw-value.js';
import type { Unusable } from './entry.js';
import { timeUpError } from './reference-errors.js';

/** What is read where AWS does not know the name; an object, so that it can hold `undefined`. */
export type Fallback = { readonly value: unknown } | undefined;

/** A value that is good. */
export interface Converted<T> {
  readonly value: T;
  /** Whether it is the object that is held, with other content. */
  readonly isChangedInPlace?: boolean;
}

/** What an answer is converted to. */
export type Conversion<T> = Converted<T> | Unusable;

/** What an answer is converted for. */
export interface ConversionTarget<T> {
  readonly reference: Reference;
  readonly decoder: Decoder<T>;
  readonly fallback: Fallback;
  /** The last good value, and what AWS gave for it. */
  readonly held: { readonly value: T; readonly raw: RawValue | undefined } | undefined;
}

/** Converts an answer, for `timeout` milliseconds at most. What is held is kept where the answer has the same content. */
export const convertFor = <T>(
  target: ConversionTarget<T>,
  answer: Answer,
  timeout: number,
  runtime: Pick<CacheRuntime, 'scheduler' | 'closed'>,
): Conversion<T> | Promise<Conversion<T>> => {
  const { reference, decoder, fallback, held } = target;
  if (!answer.found && fallback === undefined) return { error: answer.error };
  const isSame = decoder.readsVersion === true ? sameRawValue : sameContent;
  if (answer.found && held?.raw !== undefined && isSame(held.raw, answer.raw)) return { value: held.value };
  const keep = (value: T): Converted<T> => (answer.found ? kept(target, value) : { value });
  try {
    const read = answer.found ? decoder.read(answer.raw, reference.fullName) : (fallback?.value as T);
    if (!isPromiseLike(read)) return keep(read);
    const keeping = Promise.resolve(read).then(keep);
    return withTimeout(runtime, timeout, keeping).then((outcome) => {
      if (outcome === 'late') return { error: timeUpError(reference, timeout) };
      return 'error' in outcome ? unusable(reference, answer, outcome.error) : outcome.value;
    });
  } catch (error) {
    return unusable(reference, answer, error);
  }
};

/** The value that is held, where the new one holds the same, so that what is kept of it stays valid. */
const kept = <T>({ held }: ConversionTarget<T>, value: T): Converted<T> => ({
  value: held !== undefined && isSameData(value, held.value) ? held.value : value,
  isChangedInPlace: Object.is(value, held?.value) && isMutable(value),
});

const unusable = (reference: Reference, answer: Answer, thrown: unknown): Unusable => {
  const error = ofClient(asSsmCacheError(thrown, reference.fullName), reference);
  return { error, rejected: answer.found ? { reference, raw: answer.raw } : undefined };
};

const isMutable = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Object.isFrozen(value);
