import 'reflect-metadata';
import { toBoolean } from '../convert/to-boolean.js';
import { toNumber } from '../convert/to-number.js';
import { define, isPlain } from '../data/plain-data.js';

const CONVERSIONS = new Map<unknown, (text: string) => unknown>([
  [Number, toNumber],
  [Boolean, toBoolean],
]);

/**
 * The parameters under a path with the types that a class declares for them: Parameter Store holds only text. Text that is
 * no such value stays text, so that the decorators of the class refuse it.
 */
export const withDeclaredTypes = (schema: unknown, tree: unknown): unknown => {
  if (!isPlain(tree) || Array.isArray(tree) || typeof schema !== 'function') return tree;
  const typed = {};
  for (const [name, leaf] of Object.entries(tree)) {
    const type: unknown = Reflect.getMetadata('design:type', schema.prototype as object, name);
    define(typed, name, typeof leaf === 'string' ? converted(type, leaf) : withDeclaredTypes(type, leaf));
  }
  return typed;
};

const converted = (type: unknown, text: string): unknown => {
  try {
    return CONVERSIONS.get(type)?.(text) ?? text;
  } catch {
    return text;
  }
};
