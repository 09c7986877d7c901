import type { SsmCache } from '../cache/ssm-cache.js';
import { PreloadError, type PreloadFailure, type SsmCacheError } from '../errors/index.js';
import { decoratedClassesIn } from './class-discovery.js';
import { propertiesOf } from './class-metadata.accessor.js';
import { warnOfErasedTypes } from './erased-types.js';
import type { PropertyDeclaration } from './property-declaration.interface.js';
import { bindingOf, type PropertyBinding } from './property-binding.js';
import type { ScannedModule } from './provider-host.js';

/**
 * Loads all that the classes of these modules declare, in the fewest calls.
 *
 * @param timeout how long to go on trying, in milliseconds
 * @throws `PreloadError` that lists every declaration that is invalid, or else every one that could not be loaded
 */
export const preloadDeclarations = async (
  modules: Iterable<ScannedModule>,
  cache: SsmCache,
  timeout: number,
): Promise<void> => {
  const declarations = decoratedClassesIn(modules).flatMap(propertiesOf);
  const bindings = bindAll(declarations, cache).filter(
    ({ declaration }) => declaration.options.preload !== false,
  );
  await load(bindings, cache, timeout);
};

/** The same for what was bound since, and is not there yet. */
export const preloadLateBindings = async (
  bindings: readonly PropertyBinding[],
  cache: SsmCache,
  timeout: number,
): Promise<void> => {
  const missing = bindings.filter(({ live }) => !live.isLoaded);
  if (missing.length > 0) await load(missing, cache, timeout);
};

const load = async (
  bindings: readonly PropertyBinding[],
  cache: SsmCache,
  timeout: number,
): Promise<void> => {
  const declared = bindings.map(({ declaration, live }) => ({ declaration: declaration.label, live }));
  throwIfAny(await cache.preload(declared, timeout));
  warnOfErasedTypes(bindings, cache.runtime);
};

const bindAll = (
  declarations: readonly PropertyDeclaration[],
  cache: SsmCache,
): readonly PropertyBinding[] => {
  const failures: PreloadFailure[] = [];
  const bindings = declarations.flatMap((declaration) => {
    try {
      return bindingOf(declaration, cache);
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

const throwIfAny = (failures: readonly PreloadFailure[]): void => {
  if (failures.length > 0) throw new PreloadError(failures);
};
