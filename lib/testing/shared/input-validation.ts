import { validationException } from './aws-errors.js';
import { constraintsOf } from './input-constraints.js';
import type { Shape, StructureShape } from './input-shape.js';
import { isRecord } from './is-record.js';

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

function structureViolations(shape: StructureShape, value: unknown, prefix: string): string[] {
  const members = isRecord(value) ? value : {};
  return Object.entries(shape.members).flatMap(([name, member]) => {
    const path = prefix + lowerFirst(name);
    if (members[name] !== undefined) return violationsOf(member, members[name], path);
    return shape.required.includes(name)
      ? [`Value null at '${path}' failed to satisfy constraint: Member must not be null`]
      : [];
  });
}

function violationsOf(shape: Shape, value: unknown, path: string): string[] {
  if (shape.kind === 'structure') return structureViolations(shape, value, `${path}.`);
  const sensitive = 'sensitive' in shape && shape.sensitive === true;
  const own = constraintsOf(shape)
    .filter(({ holds }) => !holds(value))
    .map(({ says }) => violation(value, path, says, sensitive));
  return shape.kind === 'list' && Array.isArray(value)
    ? [...own, ...itemViolations(shape.of, value, path)]
    : own;
}

/** AWS tells of the items of a list together, with the whole list and all the constraints of an item. */
function itemViolations(item: Shape, values: readonly unknown[], path: string): string[] {
  if (item.kind === 'structure') {
    return values.flatMap((value, index) => violationsOf(item, value, `${path}.${index + 1}.member`));
  }
  const constraints = constraintsOf(item);
  const valid = (value: unknown): boolean =>
    value !== undefined && constraints.every(({ holds }) => holds(value));
  if (values.every(valid)) return [];
  const all = constraints.map(({ says }) => says).join(', ');
  return [violation(values, path, `Member must satisfy constraint: [${all}]`, false)];
}

function violation(value: unknown, path: string, constraint: string, sensitive: boolean): string {
  const quoted = sensitive ? 'Value' : `Value '${show(value)}'`;
  return `${quoted} at '${path}' failed to satisfy constraint: ${constraint}`;
}

function show(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`;
  if (!isRecord(value)) return String(value);
  const members = Object.entries(value).map(([name, member]) => `${lowerFirst(name)}=${show(member)}`);
  return `{${members.join(', ')}}`;
}

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
