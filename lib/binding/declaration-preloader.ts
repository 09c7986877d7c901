import { PreloadError, type PreloadFailure, type SsmCacheError } from '../errors/index.js';
import type { EntryView } from '../engine/entry-view.js';
import { INTERNALS } from '../runtime/internals.js';
import { decoratedClassesIn } from './declaration.explorer.js';
import { boundPropertiesOf } from './class-metadata.accessor.js';
import { warnOfErasedTypes } from './erased-types.js';
import { injectedHandlesIn, type InjectedHandle } from './injected-handles.js';
import { withOtherService } from './other-service.js';
import type { PropertyDeclaration } from './declarations.interface.js';
import type { Binder, PropertyBinding } from './binder.js';
import type { ScannedModule } from './module-graph.js';

interface HandleBinding {
  readonly declaration: InjectedHandle;
  readonly view: EntryView<unknown>;
}

export type Binding = PropertyBinding | HandleBinding;

/** All that the classes of these modules declare, before anything is bound or loaded: a tool needs no cache for it. */
export const collectDeclarations = (
  modules: Iterable<ScannedModule>,
): readonly (PropertyDeclaration | InjectedHandle)[] => {
  const scanned = [...modules];
  return [...decoratedClassesIn(scanned).flatMap(boundPropertiesOf), ...injectedHandlesIn(scanned)];
};

/**
 * Binds all that the classes of these modules declare.
 *
 * @returns what is to be loaded at the start
 * @throws `PreloadError` that lists every declaration that is invalid
 */
export const bindDeclarations = (modules: Iterable<ScannedModule>, binder: Binder): readonly Binding[] =>
  bindAll(modules, binder).filter(({ declaration }) => declaration.options.preload !== false);

/** The same for what was bound since, and is not there yet. */
export const preloadLateBindings = async (
  bindings: readonly PropertyBinding[],
  binder: Binder,
  timeout: number,
): Promise<void> => {
  const missing = bindings.filter(({ view }) => !view.isLoaded);
  if (missing.length > 0) await preloadBindings(missing, binder, timeout);
};

/**
 * Loads what is declared, in the fewest calls.
 *
 * @param timeout how long to go on trying, in milliseconds
 * @throws `PreloadError` that lists every declaration that could not be loaded
 */
export const preloadBindings = async (
  bindings: readonly Binding[],
  binder: Binder,
  timeout: number,
): Promise<void> => {
  const declared = bindings.map(({ declaration, view }) => ({ declaration: declaration.label, view }));
  const kinds = new Map(bindings.map(({ declaration }) => [declaration.label, declaration.kind]));
  const failures = await binder.cache[INTERNALS].preload(declared, timeout);
  throwIfAny(failures.map((failure) => withOtherService(failure, kinds.get(failure.declaration))));
  const ofProperties = bindings.filter((binding) => 'read' in binding);
  warnOfErasedTypes(ofProperties, binder.runtime);
};

/** The same, with what is loaded when it is first read. */
export const bindAll = (modules: Iterable<ScannedModule>, binder: Binder): readonly Binding[] => {
  const failures: PreloadFailure[] = [];
  const bindings = collectDeclarations(modules).flatMap((declaration) => {
    try {
      return bind(declaration, binder);
    } catch (error) {
      const { label, name } = declaration;
      const shown = typeof name === 'string' ? name : 'name of a function';
      failures.push({ declaration: label, name: shown, error: error as SsmCacheError });
      return [];
    }
  });
  throwIfAny(failures);
  return bindings;
};

const bind = (declaration: PropertyDeclaration | InjectedHandle, binder: Binder): Binding =>
  'token' in declaration
    ? { declaration, view: binder.handle(declaration)[INTERNALS] }
    : binder.property(declaration);

const throwIfAny = (failures: readonly PreloadFailure[]): void => {
  if (failures.length > 0) throw new PreloadError(failures);
};
