import { listenersOf, propertiesOf, recoveriesOf } from './class-metadata.accessor.js';
import { handlesInjectedInto } from './injected-handles.js';
import type { ScannedModule } from './module-graph.js';

/** A class that declares values, under the token by which Nest injects its instance. */
export interface DeclaringClass {
  readonly token: unknown;
  readonly target: Class;
}

export type Class = abstract new (...args: never[]) => object;

/** Every class that Nest has scanned in these modules and that declares properties, before any instance of it exists. */
export const decoratedClassesIn = (modules: Iterable<ScannedModule>): readonly Class[] =>
  classesIn(modules).filter((target) => propertiesOf(target).length > 0);

/** Every class that Nest has scanned in these modules and that has methods which are repeated. */
export const recoveringClassesIn = (modules: Iterable<ScannedModule>): readonly Class[] =>
  classesIn(modules).filter((target) => recoveriesOf(target).length > 0);

/** Every class that Nest has scanned in these modules and that has methods which are called when something has changed. */
export const listeningClassesIn = (modules: Iterable<ScannedModule>): readonly Class[] =>
  classesIn(modules).filter((target) => listenersOf(target).length > 0);

/** The classes that declare properties, or have handles injected, with their tokens; also a class that a test provides a double of. */
export const declaringClassesIn = (modules: Iterable<ScannedModule>): readonly DeclaringClass[] =>
  wrappersIn(modules).flatMap(([token, metatype]) => {
    const target = [metatype, token].find(isDeclaring);
    return target === undefined ? [] : { token, target };
  });

const classesIn = (modules: Iterable<ScannedModule>): readonly Class[] => [
  ...new Set(wrappersIn(modules).flatMap(([, metatype]) => (isClass(metatype) ? metatype : []))),
];

const wrappersIn = (modules: Iterable<ScannedModule>): readonly (readonly [unknown, unknown])[] =>
  Array.from(modules, ({ providers, controllers, injectables }) =>
    [...providers, ...controllers, ...injectables].map(([token, { metatype }]) => [token, metatype] as const),
  ).flat();

const isClass = (value: unknown): value is Class => typeof value === 'function';

const isDeclaring = (value: unknown): value is Class =>
  isClass(value) && (propertiesOf(value).length > 0 || handlesInjectedInto(value).length > 0);
