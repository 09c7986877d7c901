import { InvalidDeclarationError } from '../errors/index.js';
import {
  bareDecoratorMessage,
  esDecoratorMessage,
  notAPropertyMessage,
  staticPropertyMessage,
} from '../errors/errors.messages.js';

type Key = string | symbol | undefined;

/** Decorators of a constructor's parameters, for values that there is a property decorator for. */
const PARAMETER_DECORATORS: Readonly<Record<string, string>> = {
  '@SsmParam': '@InjectSsmParam',
  '@SsmSecret': '@InjectSsmSecret',
};

/** Throws for a property decorator that was put on anything but a property of an instance. */
export const checkIsProperty = (
  decorator: string,
  target: object,
  key: Key,
  [place]: readonly unknown[],
): void => {
  checkIsLegacyDecorator(decorator, key);
  const isStatic = typeof target === 'function';
  const className = isStatic ? target.name : target.constructor.name;
  const member = key === undefined ? className : `${className}.${String(key)}`;
  if (typeof place === 'number') {
    const instead = key === undefined ? PARAMETER_DECORATORS[decorator] : undefined;
    throw invalid(member, notAPropertyMessage(decorator, `a parameter of ${member}`, instead));
  }
  if (key === undefined) throw invalid(member, notAPropertyMessage(decorator, `the class ${member}`));
  if (isStatic) throw invalid(member, staticPropertyMessage(decorator, member));
  if (isMethodOrAccessor(place)) throw invalid(member, notAPropertyMessage(decorator, member));
};

/** Throws for a decorator without parentheses: it is given what it decorates in place of its arguments. */
export const checkIsCalled = (decorator: string, target: unknown, key?: unknown): void => {
  checkIsLegacyDecorator(decorator, key);
  const isMember = typeof key === 'string' || typeof key === 'symbol';
  if (!isMember && !isPrototype(target)) return;
  const { name } = typeof target === 'function' ? target : (target as object).constructor;
  const label = isMember ? `${name}.${String(key)}` : name;
  throw invalid(label, bareDecoratorMessage(decorator, label));
};

const isPrototype = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  passes(
    () =>
      typeof value.constructor === 'function' &&
      value.constructor !== Object &&
      value.constructor.prototype === value,
  );

/** Throws where the compiler applies decorators as ECMAScript has them, which Nest cannot use. */
export const checkIsLegacyDecorator = (decorator: string, key: unknown): void => {
  if (typeof key !== 'object' || key === null) return;
  if (!passes(() => 'kind' in key && 'name' in key)) return;
  const name = String((key as { readonly name: unknown }).name);
  throw invalid(name, esDecoratorMessage(decorator, name));
};

/** Options that throw when they are looked at are told of where options are checked. */
const passes = (check: () => boolean): boolean => {
  try {
    return check();
  } catch {
    return false;
  }
};

const isMethodOrAccessor = (place: unknown): boolean => {
  if (typeof place !== 'object' || place === null) return false;
  const parts = Object.entries(place).filter(([, part]) => typeof part === 'function');
  return parts.some(([name]) => ['get', 'set', 'value'].includes(name));
};

const invalid = (name: string, message: string): InvalidDeclarationError =>
  new InvalidDeclarationError(message, { names: [name] });
