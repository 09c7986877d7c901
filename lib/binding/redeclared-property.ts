import type { PropertyDeclaration } from './declarations.interface.js';

/**
 * What tells whether a subclass of the class that declares a property has put something of its own in its place: an
 * initialised field, what its constructor assigned, or a member of its prototype. `undefined` where no subclass can have.
 *
 * @param prototype that of the instances
 */
export const redeclarationIn = (
  prototype: object,
  { propertyKey, prototype: declaring }: Pick<PropertyDeclaration, 'propertyKey' | 'prototype'>,
): ((instance: object) => boolean) | undefined => {
  if (prototype === declaring) return undefined;
  const subclasses = [prototype, ...prototypesBetween(prototype, declaring)];
  if (subclasses.some((subclass) => Object.hasOwn(subclass, propertyKey))) return () => true;
  let isOfSubclass: boolean | undefined;
  return (instance) => {
    if (!holdsSomething(instance, propertyKey)) return false;
    isOfSubclass ??= mayBeOfSubclass(subclasses, declaring, propertyKey);
    return isOfSubclass;
  };
};

/** Whether what an instance holds is of a subclass: the class or a parent of it may have made it as well, if it can have. */
const mayBeOfSubclass = (
  subclasses: readonly object[],
  declaring: object,
  propertyKey: string | symbol,
): boolean => {
  const others = [declaring, ...prototypesBetween(declaring, null)];
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
