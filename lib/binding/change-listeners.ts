import { notStaticMessage } from '../errors/errors.messages.js';
import type { Binder } from './binder.js';
import { listenersOf } from './class-metadata.accessor.js';
import { listeningClassesIn, type Class } from './declaration.explorer.js';
import { listenedTo } from './listened-values.js';
import { MethodListener } from './method-listener.js';
import type { ScannedModule } from './module-graph.js';
import type { ScannedProvider } from './provider-dependencies.js';

/**
 * Finds out, before any instance exists, whether there is what the methods of all classes in these modules listen to.
 *
 * @throws the error of the first method that listens to what there is not
 */
export const checkListeners = (modules: Iterable<ScannedModule>, binder: Binder): void => {
  for (const owner of listeningClassesIn(modules)) {
    for (const declaration of listenersOf(owner)) listenedTo(owner, declaration, binder);
  }
};

/**
 * Has the methods of all instances called from now on. An instance that is made for a request is gone when something changes:
 * a warning says so, as `@nestjs/schedule` does.
 *
 * @returns fulfilled when the methods that are called at the start have ended
 */
export const startListeners = async (modules: Iterable<ScannedModule>, binder: Binder): Promise<void> => {
  const { runtime } = binder;
  const listeners: { readonly listener: MethodListener; readonly isInitial: boolean }[] = [];
  for (const wrapper of new Set(wrappersIn(modules))) {
    for (const declaration of wrapper.isDependencyTreeStatic() ? [] : listenersOf(metatypeOf(wrapper)))
      runtime.logger.warn(notStaticMessage(declaration.label, metatypeOf(wrapper).name));
  }
  for (const instance of instancesIn(modules)) {
    const owner = instance.constructor as Class;
    for (const declaration of listenersOf(owner)) {
      const listened = listenedTo(owner, declaration, binder);
      const listener = new MethodListener(instance, declaration, listened, runtime);
      listener.listen();
      listeners.push({ listener, isInitial: declaration.isInitial });
    }
  }
  const initial = listeners.filter(({ isInitial }) => isInitial);
  await Promise.all(initial.map(({ listener }) => listener.callInitially()));
};

const wrappersIn = (modules: Iterable<ScannedModule>): readonly ScannedProvider[] =>
  Array.from(modules, ({ providers, controllers, injectables, middlewares }) => [
    ...providers.values(),
    ...controllers.values(),
    ...injectables.values(),
    ...middlewares.values(),
  ]).flat();

const instancesIn = (modules: Iterable<ScannedModule>): ReadonlySet<object> =>
  new Set(
    wrappersIn(modules)
      .filter((wrapper) => wrapper.isDependencyTreeStatic())
      .flatMap(instancesOf)
      .filter(isListening),
  );

/** A transient provider has an instance for each that it is injected into. */
const instancesOf = (wrapper: ScannedProvider): readonly unknown[] =>
  wrapper.isTransient
    ? wrapper.getStaticTransientInstances().map((host) => host?.instance)
    : [wrapper.instance];

const isListening = (instance: unknown): instance is object => {
  if (typeof instance !== 'object' || instance === null) return false;
  const { constructor: owner } = instance as { readonly constructor?: unknown };
  return typeof owner === 'function' && listenersOf(owner).length > 0;
};

const metatypeOf = ({ metatype }: ScannedProvider): { readonly name: string } =>
  typeof metatype === 'function' ? metatype : class {};
