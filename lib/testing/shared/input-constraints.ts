import type { Shape } from './input-shape.js';

export interface Constraint {
  /** In the words of AWS. */
  readonly says: string;
  readonly holds: (value: unknown) => boolean;
}

/** The constraints of a value itself, in the order in which AWS names them. */
export function constraintsOf(shape: Shape): Constraint[] {
  return [...constraints(shape)];
}

function* constraints(shape: Shape): Generator<Constraint> {
  if (shape.kind === 'boolean' || shape.kind === 'structure') return;
  const { min, max } = shape;
  const what = shape.kind === 'integer' ? 'value' : 'length';
  if (max !== undefined) {
    yield {
      says: `Member must have ${what} less than or equal to ${max}`,
      holds: (value) => sizeOf(value) <= max,
    };
  }
  if (min !== undefined) {
    yield {
      says: `Member must have ${what} greater than or equal to ${min}`,
      holds: (value) => sizeOf(value) >= min,
    };
  }
  if (shape.kind !== 'text') return;
  const { pattern, values } = shape;
  if (pattern !== undefined) {
    const expression = new RegExp(`^(?:${pattern})$`);
    yield {
      says: `Member must satisfy regular expression pattern: ${pattern}`,
      holds: (value) => expression.test(String(value)),
    };
  }
  if (values !== undefined) {
    yield {
      says: `Member must satisfy enum value set: [${values.join(', ')}]`,
      holds: (value) => values.includes(String(value)),
    };
  }
}

function sizeOf(value: unknown): number {
  if (typeof value === 'string' || Array.isArray(value) || value instanceof Uint8Array) return value.length;
  return Number(value);
}
