import { Mismatch } from './mismatch.js';
import { parseJson } from './parse-json.js';
import { toBoolean } from './to-boolean.js';
import { toBytes } from './to-bytes.js';
import { splitList } from './to-list.js';
import { toNumber } from './to-number.js';
import type { Transform, TransformContext, TransformFunction } from './transform.interface.js';

const toListFromText = (value: unknown): unknown => {
  if (Array.isArray(value)) return value;
  if (typeof value === 'string') return splitList(value);
  throw new Mismatch('it is not text, so it cannot be a list');
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
