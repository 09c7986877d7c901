import type { Shape, StructureShape } from './input-shape.js';
import { isRecord } from './is-record.js';

const MASK = '***';

/** A frozen copy of a request for the record, without anything that may be a secret: also what is misspelt. */
export function maskInput(shape: StructureShape | undefined, input: unknown): unknown {
  return shape === undefined ? MASK : mask(shape, input);
}

function mask(shape: Shape | undefined, value: unknown): unknown {
  if (value === undefined || value === null) return value;
  if (shape === undefined || ('sensitive' in shape && shape.sensitive)) return MASK;
  if (shape.kind === 'list' && Array.isArray(value)) {
    return Object.freeze(value.map((item) => mask(shape.of, item)));
  }
  if (shape.kind === 'structure' && isRecord(value)) {
    const entries = Object.entries(value).map(([name, member]) => {
      const known = Object.hasOwn(shape.members, name) ? shape.members[name] : undefined;
      return [name, mask(known, member)];
    });
    return Object.freeze(Object.fromEntries(entries));
  }
  const misshapen = shape.kind === 'list' || shape.kind === 'structure' || typeof value === 'object';
  return misshapen ? MASK : value;
}
