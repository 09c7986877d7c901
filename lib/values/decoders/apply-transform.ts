import { checkRounding } from '../convert/check-rounding.js';
import { ConversionError } from '../convert/conversion-error.js';
import { JsonField } from '../convert/json-field.js';
import { parseJson } from '../convert/parse-json.js';
import { toBoolean } from '../convert/to-boolean.js';
import { toBytes } from '../convert/to-bytes.js';
import { splitList } from '../convert/to-list.js';
import { toNumber } from '../convert/to-number.js';
import { isPromiseLike } from '../data/is-promise-like.js';
import type { Transform, TransformContext, TransformFunction } from '../transform.interface.js';

const toListFromText = (value: unknown): unknown => {
  if (Array.isArray(value)) return value;
  if (typeof value === 'string') return splitList(value);
  throw new ConversionError('it is not text, so it cannot be a list');
};

const toJson = (value: unknown): unknown => (value instanceof JsonField ? value.data : parseJson(value));

const ofValue =
  (convert: (value: unknown) => unknown) =>
  (stored: unknown): unknown =>
    convert(stored instanceof JsonField ? stored.value : stored);

const BY_NAME = new Map<unknown, (stored: unknown) => unknown>([
  ['json', toJson],
  ['number', ofValue(toNumber)],
  ['boolean', ofValue(toBoolean)],
  ['list', ofValue(toListFromText)],
  ['base64', ofValue(toBytes)],
]);

export const isTransform = (transform: unknown): transform is Transform =>
  typeof transform === 'function' || BY_NAME.has(transform);

/** What a transform makes of what is stored, a field of a JSON secret or all of it. */
export const applyTransform = (transform: Transform, stored: unknown, context: TransformContext): unknown =>
  typeof transform === 'function'
    ? applyFunction(transform, given(stored), context)
    : BY_NAME.get(transform)?.(stored);

const applyFunction = (
  transform: TransformFunction,
  value: Parameters<TransformFunction>[0],
  context: TransformContext,
): unknown => {
  const exact = (made: unknown): unknown => {
    if (typeof made === 'number') checkRounding(value, made);
    return made;
  };
  const made = transform(value, context);
  return isPromiseLike(made) ? Promise.resolve(made).then(exact) : exact(made);
};

/** A list of its own, so that the transform may do with it what it likes. */
const given = (stored: unknown): Parameters<TransformFunction>[0] => {
  if (stored instanceof JsonField) return stored.text;
  return Array.isArray(stored) ? [...(stored as readonly string[])] : (stored as string | Uint8Array);
};
