import type { SsmCache } from '../cache/ssm-cache.js';
import { PreloadError, type PreloadFailure, type SsmCacheError } from '../errors/index.js';
import type { EntryView } from '../engine/entry-view.js';
import { INTERNALS } from '../runtime/internals.js';
import { decoratedClassesIn } from './declaration.explorer.js';
import { propertiesOf } from './class-metadata.accessor.js';
import { warnOfErasedTypes } from './erased-types.js';
import { bindHandle, injectedHandlesIn, type InjectedHandle } from './injected-handles.js';
import { withOtherService } from './other-service.js';
import type { PropertyDeclaration } from './declarations.interface.js';
import { bindingOf, type PropertyBinding } from './property-binding.js';
import type { ScannedModule } from './module-graph.js';

interface HandleBinding {
  readonly declaration: InjectedHandle;
  readonly view: EntryView<unknown>;
}

type Binding = PropertyBinding | HandleBinding;

/**
 * Binds all that the classes of these modules declare.
 *
 * @returns what is to be loaded at the start
 * @throws `PreloadError` that lists every declaration that is invalid
 */
export const bindDeclarations = (modules: Iterable<ScannedModule>, cache: SsmCache): readonly Binding[] => {
  const scanned = [...modules];
  const properties = decoratedClassesIn(scanned).flatMap(propertiesOf);
  return bindAll([...properties, ...injectedHandlesIn(scanned)], cache).filter(
    ({ declaration }) => declaration.options.preload !== false,
  );
};

/** The same for what was bound since, and is not there yet. */
export const preloadLateBindings = async (
  bindings: readonly PropertyBinding[],
  cache: SsmCache,
  timeout: number,
): Promise<void> => {
  const missing = bindings.filter(({ view }) => !view.isLoaded);
  if (missing.length > 0) await preloadBindings(missing, cache, timeout);
};

/**
 * Loads what is declared, in the fewest calls.
 *
 * @param timeout how long to go on trying, in milliseconds
 * @throws `PreloadError` that lists every declaration that could not be loaded
 */
export const preloadBindings = async (
  bindings: readonly Binding[],
  cache: SsmCache,
  timeout: number,
): Promise<void> => {
  const declared = bindings.map(({ declaration, view }) => ({ declaration: declaration.label, view }));
  const kinds = new Map(bindings.map(({ declaration }) => [declaration.label, declaration.kind]));
  const failures = await cache.preload(declared, timeout);
  throwIfAny(failures.map((failure) => withOtherService(failure, kinds.get(failure.declaration))));
  const ofProperties = bindings.filter((binding) => 'read' in binding);
  warnOfErasedTypes(ofProperties, cache.runtime);
};

const bindAll = (
  declarations: readonly (PropertyDeclaration | InjectedHandle)[],
  cache: SsmCache,
): readonly Binding[] => {
  const failures: PreloadFailure[] = [];
  const bindings = declarations.flatMap((declaration) => {
    try {
      return bind(declaration, cache);
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

const bind = (declaration: PropertyDeclaration | InjectedHandle, cache: SsmCache): Binding =>
  'token' in declaration
    ? { declaration, view: bindHandle(declaration, cache)[INTERNALS] }
    : bindingOf(declaration, cache);

const throwIfAny = (failures: readonly PreloadFailure[]): void => {
  if (failures.length > 0) throw new PreloadError(failures);
};
