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

/**
 * Whether all instances of a class will have something of a subclass in the place of a property, as far as the text of the
 * subclasses tells: what a method of `Object` assigns is known only of an instance.
 *
 * @param prototype that of the instances
 */
export const isRedeclaredIn = (
  prototype: object,
  { propertyKey, prototype: declaring }: Pick<PropertyDeclaration, 'propertyKey' | 'prototype'>,
): boolean =>
  prototype !== declaring &&
  [prototype, ...prototypesBetween(prototype, declaring)].some(
    (subclass) => Object.hasOwn(subclass, propertyKey) || initialises(subclass, propertyKey),
  );

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
const mayInitialise = (prototype: object, key: string | symbol): boolean =>
  hasAssignment(prototype, key, String.raw`(?:^|[^\w$.])`);

/** The same, but for what is a variable of that name. */
const initialises = (prototype: object, key: string | symbol): boolean =>
  hasAssignment(prototype, key, String.raw`[{};]\s*`);

/** @param before what the name of a class field follows */
const hasAssignment = ({ constructor }: object, key: string | symbol, before: string): boolean => {
  if (typeof key === 'symbol') return false;
  const name = key.replace(/[^\w]/g, String.raw`\$&`);
  const quoted = String.raw`["'\x60]${name}["'\x60]`;
  const places = [before + name, String.raw`(?:^|[^\w$])this\.${name}`, String.raw`${quoted}\]?`].map(
    (place) => String.raw`${place}\s*=(?![=>])`,
  );
  const definition = String.raw`\(\s*this\s*,\s*${quoted}\s*,`;
  return new RegExp([...places, definition].join('|')).test(Function.prototype.toString.call(constructor));
};
