import type { PropertyDeclaration } from './declarations.interface.js';

/**
 * Whether a subclass of the class that declares a property has put something of its own in its place: an initialised
 * field, what its constructor assigned, or a member of its prototype.
 */
export const isRedeclared = (
  instance: object,
  { propertyKey, prototype }: Pick<PropertyDeclaration, 'propertyKey' | 'prototype'>,
): boolean => {
  if (Object.getPrototypeOf(instance) === prototype) return false;
  const subclasses = prototypesBetween(instance, prototype);
  if (subclasses.some((subclass) => Object.hasOwn(subclass, propertyKey))) return true;
  if (!holdsSomething(instance, propertyKey)) return false;
  // The value is of the subclass, unless the class or a parent of it may have made it and no subclass can have.
  const others = [prototype, ...prototypesBetween(prototype, null)];
  return (
    !others.some((other) => mayInitialise(other, propertyKey)) ||
    subclasses.some((subclass) => mayInitialise(subclass, propertyKey))
  );
};

/** The prototypes of `object`, up to and without `end`. */
const prototypesBetween = (object: object, end: object | null): readonly object[] => {
  const prototypes: object[] = [];
  let prototype: unknown = Object.getPrototypeOf(object);
  for (; prototype !== end && prototype !== null; prototype = Object.getPrototypeOf(prototype)) {
    prototypes.push(prototype as object);
  }
  return prototypes;
};

const holdsSomething = (instance: object, key: string | symbol): boolean => {
  const own = Object.getOwnPropertyDescriptor(instance, key);
  return own !== undefined && (own.get !== undefined || own.value !== undefined);
};

/**
 * Whether a class's own text says that it initialises a field: nothing else of JavaScript tells whose field of two is left
 * on an instance. It looks for what the compilers make of one: a class field, an assignment, a definition.
 */
const mayInitialise = ({ constructor }: object, key: string | symbol): boolean => {
  if (typeof key === 'symbol') return false;
  const name = key.replace(/[^\w]/g, String.raw`\$&`);
  const quoted = String.raw`["'\x60]${name}["'\x60]`;
  const places = [
    String.raw`(?:^|[^\w$.])${name}`,
    String.raw`(?:^|[^\w$])this\.${name}`,
    String.raw`${quoted}\]?`,
  ].map((place) => String.raw`${place}\s*=(?![=>])`);
  const definition = String.raw`\(\s*this\s*,\s*${quoted}\s*,`;
  return new RegExp([...places, definition].join('|')).test(Function.prototype.toString.call(constructor));
};
