import { hasInternals, INTERNALS } from '../runtime/internals.js';
import { InvalidDeclarationError } from '../errors/index.js';
import { unfitTypeMessage } from '../errors/errors.messages.js';
import type { DeclaredValue } from './property-declaration.interface.js';

/** Types that a stored value can be converted to, or that say nothing about the value. */
const CONVERTIBLE = new Set<unknown>([
  undefined,
  Object,
  Promise,
  String,
  Number,
  Boolean,
  Array,
  Uint8Array,
  Buffer,
]);

/** Types that all that is under a path can certainly not be held by. */
const NO_TREES = new Set<unknown>([String, Number, Boolean, Array, Uint8Array, Buffer]);

const HANDLES = { parameter: 'SsmParameter', secret: 'SecretsManagerParameter', path: 'SsmParameterTree' };

/**
 * Throws for a property whose declared type cannot hold the value: what the compiler says of public properties, for the
 * private ones too, which it cannot see.
 */
export const checkDeclaredType = (declared: DeclaredValue, type: unknown, where: string): void => {
  if (isFit(declared, type)) return;
  const name = typeof type === 'function' ? type.name : 'this type';
  throw new InvalidDeclarationError(unfitTypeMessage(where, name, HANDLES[declared.kind]), {
    names: [where],
  });
};

const isFit = ({ kind, options }: DeclaredValue, type: unknown): boolean => {
  if (hasInternals(type)) return (type as { [INTERNALS]: unknown })[INTERNALS] === kind;
  if (options.schema !== undefined) return true;
  if (kind === 'path') return type === Map ? options.shape === 'map' : !NO_TREES.has(type);
  return options.transform !== undefined || CONVERTIBLE.has(type);
};
