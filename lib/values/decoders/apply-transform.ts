import { ConversionError } from '../convert/conversion-error.js';
import { parseJson } from '../convert/parse-json.js';
import { toBoolean } from '../convert/to-boolean.js';
import { toBytes } from '../convert/to-bytes.js';
import { splitList } from '../convert/to-list.js';
import { toNumber } from '../convert/to-number.js';
import type { Transform, TransformContext, TransformFunction } from '../transform.interface.js';

const toListFromText = (value: unknown): unknown => {
  if (Array.isArray(value)) return value;
  if (typeof value === 'string') return splitList(value);
  throw new ConversionError('it is not text, so it cannot be a list');
};

const BY_NAME = new Map<unknown, (value: unknown) => unknown>([
  ['json', parseJson],
  ['number', toNumber],
  ['boolean', toBoolean],
  ['list', toListFromText],
  ['base64', toBytes],
]);

export const isTransform = (transform: unknown): transform is Transform =>
  typeof transform === 'function' || BY_NAME.has(transform);

export const applyTransform = (transform: Transform, value: unknown, context: TransformContext): unknown =>
  typeof transform === 'function'
    ? transform(value as Parameters<TransformFunction>[0], context)
    : BY_NAME.get(transform)?.(value);
