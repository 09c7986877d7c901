import { validationException } from './aws-errors.js';
import type { Shape, StructureShape } from './input-shape.js';

/**
 * Checks a request against the constraints of its shape, and answers as the AWS front end does: all
 * violations in one `ValidationException`, `1 validation error detected: Value '…' at 'names' failed to
 * satisfy constraint: …`. The value of a sensitive member is never quoted.
 */
export function validateInput(shape: StructureShape, input: Record<string, unknown>): void {
  const violations = structureViolations(shape, input, '');
  if (violations.length === 0) return;
  const count = `${violations.length} validation error${violations.length === 1 ? '' : 's'} detected: `;
  throw validationException(count + violations.join('; '));
}

function violationsOf(shape: Shape, value: unknown, path: string): string[] {
  if (shape.kind === 'structure') {
    return structureViolations(shape, value as Record<string, unknown>, `${path}.`);
  }
  const sensitive = 'sensitive' in shape && shape.sensitive === true;
  const own = constraintsBrokenBy(shape, value).map((constraint) =>
    violation(value, path, constraint, sensitive),
  );
  return shape.kind === 'list' ? [...own, ...itemViolations(shape.of, value as unknown[], path)] : own;
}

function structureViolations(
  shape: StructureShape,
  value: Record<string, unknown>,
  prefix: string,
): string[] {
  return Object.entries(shape.members).flatMap(([name, member]) => {
    const path = prefix + name.charAt(0).toLowerCase() + name.slice(1);
    if (value[name] !== undefined) return violationsOf(member, value[name], path);
    return shape.required.includes(name)
      ? [`Value null at '${path}' failed to satisfy constraint: Member must not be null`]
      : [];
  });
}

function itemViolations(item: Shape, values: readonly unknown[], path: string): string[] {
  if (item.kind === 'structure') {
    return values.flatMap((value, index) => violationsOf(item, value ?? {}, `${path}.${index + 1}.member`));
  }
  if (values.every((value) => value !== undefined && constraintsBrokenBy(item, value).length === 0))
    return [];
  const all = constraintsOf(item).join(', ');
  return [violation(values, path, `Member must satisfy constraint: [${all}]`, false)];
}

function violation(value: unknown, path: string, constraint: string, sensitive: boolean): string {
  const quoted = sensitive ? 'Value' : `Value '${show(value)}'`;
  return `${quoted} at '${path}' failed to satisfy constraint: ${constraint}`;
}

interface Constraint {
  readonly says: string;
  readonly holds: (value: never) => boolean;
}

function constraintsBrokenBy(shape: Shape, value: unknown): string[] {
  return constraints(shape)
    .filter(({ holds }) => !holds(value as never))
    .map(({ says }) => says);
}

function constraintsOf(shape: Shape): string[] {
  return constraints(shape).map(({ says }) => says);
}

function* rules(shape: Shape): Generator<Constraint> {
  if (shape.kind === 'boolean' || shape.kind === 'structure') return;
  const { min, max } = shape;
  const what = shape.kind === 'integer' ? 'value' : 'length';
  const size = (value: number | { length: number }): number =>
    typeof value === 'number' ? value : value.length;
  if (max !== undefined) {
    yield {
      says: `Member must have ${what} less than or equal to ${max}`,
      holds: (value) => size(value) <= max,
    };
  }
  if (min !== undefined) {
    yield {
      says: `Member must have ${what} greater than or equal to ${min}`,
      holds: (value) => size(value) >= min,
    };
  }
  if (shape.kind !== 'text') return;
  const { pattern, values } = shape;
  if (pattern !== undefined) {
    const expression = new RegExp(`^(?:${pattern})$`);
    yield {
      says: `Member must satisfy regular expression pattern: ${pattern}`,
      holds: (value) => expression.test(value),
    };
  }
  if (values !== undefined) {
    yield {
      says: `Member must satisfy enum value set: [${values.join(', ')}]`,
      holds: (value) => values.includes(value),
    };
  }
}

const constraints = (shape: Shape): Constraint[] => [...rules(shape)];

function show(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(
      ([name, member]) => `${name.charAt(0).toLowerCase()}${name.slice(1)}=${show(member)}`,
    );
    return `{${members.join(', ')}}`;
  }
  return String(value);
}
