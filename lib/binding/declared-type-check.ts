import { hasInternals, INTERNALS } from '../runtime/internals.js';
import { InvalidDeclarationError } from '../errors/index.js';
import {
  otherTypeMessage,
  unfitTypeMessage,
  unfitVersionsMessage,
  unknownTypeMessage,
  versionsWantedMessage,
} from '../errors/errors.messages.js';
import { SecretVersions } from '../values/data/secret-versions.js';
import type { DecoratedValue } from './declarations.interface.js';

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

/** Types that hold several versions of a secret, or that say nothing about the value. */
const VERSIONED = new Set<unknown>([undefined, Object, Promise, SecretVersions]);

/** Types that all that is under a path can certainly not be held by. */
const NO_TREES = new Set<unknown>([String, Number, Boolean, Array, Uint8Array, Buffer]);

const HANDLES = { parameter: 'SsmParameter', secret: 'SecretsManagerParameter', path: 'SsmParameterTree' };

/**
 * The type of a property: the option `type`, or else what the compiler emitted for the declared type. Throws where
 * neither says anything, where they contradict each other, and for a type that cannot hold the value: what the compiler
 * says of public properties, for the private ones too, which it cannot see.
 *
 * @param emitted `undefined` where the compiler emits no metadata, `Object` for a type of which nothing is left at run time
 */
export const checkDeclaredType = (declared: DecoratedValue, emitted: unknown, where: string): unknown => {
  const { type = emitted } = declared.options;
  const refuse = (message: string): never => {
    throw new InvalidDeclarationError(message, { names: [where] });
  };
  const handle = HANDLES[declared.kind];
  if (type === undefined && !saysWhatToMake(declared)) refuse(unknownTypeMessage(where));
  if (!isKindOf(type, emitted)) refuse(otherTypeMessage(where, nameOf(type), nameOf(emitted)));
  checkVersionsType(declared, type, where);
  if (!isFit(declared, type)) refuse(unfitTypeMessage(where, nameOf(type), handle));
  return type;
};

/** Throws for a type that cannot hold several versions of a secret, and for one that does where a single value is read. */
export const checkVersionsType = (declared: DecoratedValue, type: unknown, where: string): void => {
  const message = readsVersions(declared)
    ? !hasInternals(type) && !VERSIONED.has(type) && unfitVersionsMessage(where, nameOf(type))
    : type === SecretVersions && versionsWantedMessage(where);
  if (message !== false) throw new InvalidDeclarationError(message, { names: [where] });
};

/** Whether an option other than `type` says what becomes of the stored value. */
export const saysWhatToMake = (declared: DecoratedValue): boolean => {
  const { kind, options } = declared;
  return (
    options.schema !== undefined ||
    (kind !== 'path' && options.transform !== undefined) ||
    readsVersions(declared)
  );
};

const readsVersions = ({ kind, options }: DecoratedValue): boolean =>
  kind === 'secret' && options.versions !== undefined;

/** Whether a property that is declared as `emitted` can hold what is of the type `type`. */
const isKindOf = (type: unknown, emitted: unknown): boolean =>
  emitted === undefined ||
  emitted === Object ||
  type === Object ||
  type === emitted ||
  (typeof type === 'function' && typeof emitted === 'function' && type.prototype instanceof emitted);

const isFit = (declared: DecoratedValue, type: unknown): boolean => {
  const { kind, options } = declared;
  if (hasInternals(type)) return (type as { [INTERNALS]: unknown })[INTERNALS] === kind;
  if (options.schema !== undefined || readsVersions(declared)) return true;
  if (kind === 'path') return type === Map ? options.shape === 'map' : !NO_TREES.has(type);
  return options.transform !== undefined || CONVERTIBLE.has(type);
};

const nameOf = (type: unknown): string => (typeof type === 'function' ? type.name : 'this type');
