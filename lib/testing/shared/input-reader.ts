import { serializationException } from './aws-errors.js';
import type { Shape, StructureShape } from './input-shape.js';

/** Whether a request came as JSON, with blobs in base64, or as JavaScript objects. */
export type InputForm = 'wire' | 'native';

const MASK = '***';

/**
 * Takes what a request says into the types of its shape. Members that the shape does not know are dropped,
 * `null` is the same as absent, a value of another type is a `SerializationException`: as on AWS.
 */
export function readInput(shape: StructureShape, value: unknown, form: InputForm): Record<string, unknown> {
  return read(shape, value, form) as Record<string, unknown>;
}

function read(shape: Shape, value: unknown, form: InputForm): unknown {
  switch (shape.kind) {
    case 'text':
      return ofType('string', value, 'a String');
    case 'boolean':
      return ofType('boolean', value, 'a Boolean');
    case 'integer':
      return Math.trunc(ofType('number', value, 'an Integer') as number);
    case 'blob':
      return readBlob(value, form);
    case 'list':
      if (!Array.isArray(value)) throw serializationException('Expected list or null');
      return value.map((item) => (isAbsent(item) ? undefined : read(shape.of, item, form)));
    case 'structure':
      return readStructure(shape, value, form);
  }
}

function readStructure(shape: StructureShape, value: unknown, form: InputForm): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw serializationException('Expected structure or null');
  }
  const source = value as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(shape.members)
      .filter(([name]) => Object.hasOwn(source, name) && !isAbsent(source[name]))
      .map(([name, member]) => [name, read(member, source[name], form)]),
  );
}

function readBlob(value: unknown, form: InputForm): Uint8Array {
  if (form === 'native' && value instanceof Uint8Array) return Uint8Array.from(value);
  const content = ofType('string', value, 'a Blob') as string;
  if (form === 'native') return new TextEncoder().encode(content);
  const bytes = Buffer.from(content, 'base64');
  if (bytes.toString('base64').replace(/=+$/, '') !== content.replace(/=+$/, '')) {
    throw serializationException('Invalid base64');
  }
  return Uint8Array.from(bytes);
}

function ofType(type: 'string' | 'number' | 'boolean', value: unknown, wanted: string): unknown {
  if (typeof value === type) return value;
  if (Array.isArray(value)) throw serializationException('Start of list found where not expected');
  if (typeof value === 'object') {
    throw serializationException('Start of structure or map found where not expected.');
  }
  const found =
    typeof value === 'boolean'
      ? `${String(value).toUpperCase()}_VALUE`
      : `${(typeof value).toUpperCase()}_VALUE`;
  throw serializationException(`${found} can not be converted to ${wanted}`);
}

/** A copy of a request for the record, without anything that may be a secret. */
export function maskInput(shape: StructureShape | undefined, input: unknown): unknown {
  return shape === undefined ? MASK : mask(shape, input);
}

function mask(shape: Shape, value: unknown): unknown {
  if ('sensitive' in shape && shape.sensitive && !isAbsent(value)) return MASK;
  if (shape.kind === 'list' && Array.isArray(value)) {
    return Object.freeze(value.map((item) => mask(shape.of, item)));
  }
  if (shape.kind === 'structure' && typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([name, member]) => {
      const known = Object.hasOwn(shape.members, name) ? shape.members[name] : undefined;
      return [name, known === undefined ? MASK : mask(known, member)];
    });
    return Object.freeze(Object.fromEntries(entries));
  }
  return typeof value === 'object' && value !== null ? MASK : value;
}

function isAbsent(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}
