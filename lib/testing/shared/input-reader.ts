import { serializationException } from './aws-errors.js';
import type { Shape, StructureShape } from './input-shape.js';
import { isRecord } from './is-record.js';

/** Whether a request came as JSON, with blobs in base64, or as JavaScript objects. */
export type InputForm = 'wire' | 'native';

/**
 * Takes what a request says into the types of its shape. Members that the shape does not know are dropped,
 * `null` is the same as absent, a value of another type is a `SerializationException`: as on AWS.
 */
export function readInput(shape: StructureShape, value: unknown, form: InputForm): Record<string, unknown> {
  if (!isRecord(value)) throw serializationException('Expected structure or null');
  return Object.fromEntries(
    Object.entries(shape.members)
      .filter(([name]) => Object.hasOwn(value, name) && !isAbsent(value[name]))
      .map(([name, member]) => [name, read(member, value[name], form)]),
  );
}

function read(shape: Shape, value: unknown, form: InputForm): unknown {
  switch (shape.kind) {
    case 'text':
      if (typeof value !== 'string') throw unlike(value, 'a String');
      return value;
    case 'boolean':
      if (typeof value !== 'boolean') throw unlike(value, 'a Boolean');
      return value;
    case 'integer':
      if (typeof value !== 'number') throw unlike(value, 'an Integer');
      return Math.trunc(value);
    case 'blob':
      return form === 'wire' ? wireBlob(value) : nativeBlob(value);
    case 'list':
      if (!Array.isArray(value)) throw serializationException('Expected list or null');
      return value.map((item) => (isAbsent(item) ? absentItem(shape.of) : read(shape.of, item, form)));
    default:
      return readInput(shape, value, form);
  }
}

/** A structure that says nothing is one without members; of anything else there is no such value. */
function absentItem({ kind }: Shape): object | undefined {
  return kind === 'structure' ? {} : undefined;
}

function wireBlob(value: unknown): Uint8Array {
  if (typeof value !== 'string') throw unlike(value, 'a Blob');
  const bytes = Buffer.from(value, 'base64');
  if (unpadded(bytes.toString('base64')) !== unpadded(value)) throw serializationException('Invalid base64');
  return Uint8Array.from(bytes);
}

/** The SDK takes text for bytes in UTF-8. */
function nativeBlob(value: unknown): Uint8Array {
  if (typeof value === 'string') return new TextEncoder().encode(value);
  if (!(value instanceof Uint8Array)) throw unlike(value, 'a Blob');
  return Uint8Array.from(value);
}

const unpadded = (base64: string): string => base64.replace(/=+$/, '');

function unlike(value: unknown, wanted: string): Error {
  if (Array.isArray(value)) return serializationException('Start of list found where not expected');
  if (isRecord(value)) {
    return serializationException('Start of structure or map found where not expected.');
  }
  const found = typeof value === 'boolean' ? String(value) : typeof value;
  return serializationException(`${found.toUpperCase()}_VALUE can not be converted to ${wanted}`);
}

function isAbsent(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}
