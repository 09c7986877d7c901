import type { SsmCache } from '../cache/ssm-cache.js';
import type { Recoverable } from '../engine/recoverable.interface.js';
import { recoveringClassesIn, type Class } from './declaration.explorer.js';
import { recoveriesOf } from './class-metadata.accessor.js';
import type { ScannedModule } from './module-graph.js';
import type { RecoveryDeclaration } from './declarations.interface.js';
import { RefreshTargets } from './refresh-targets.js';

/** A recovery with what it refreshes, shared by all instances of the class. */
export interface ClassRecovery {
  readonly declaration: RecoveryDeclaration;
  readonly targets: readonly Recoverable[];
}

type Modules = () => Iterable<ScannedModule>;

interface Application {
  readonly modules: Modules;
  readonly recoveries: WeakMap<object, readonly ClassRecovery[]>;
}

const KEY = Symbol.for('nestjs-ssm-cache:applications');

/** What a cache is injected into; gone with the cache. The ESM and the CommonJS copy of the package share it. */
const applications = ((globalThis as { [KEY]?: WeakMap<SsmCache, Application> })[KEY] ??= new WeakMap());

/**
 * Finds what the methods of all classes in these modules refresh, before any instance exists.
 *
 * @param modules what the cache is injected into; there are more of them once a module was loaded lazily
 * @throws the error of the first recovery that has nothing to refresh, or refreshes what there is not
 */
export const prepareRecoveries = (cache: SsmCache, modules: Modules): void => {
  applications.set(cache, { modules, recoveries: new WeakMap() });
  for (const target of recoveringClassesIn(modules())) recoveriesOfClass(target, cache);
};

export const recoveriesOfClass = (target: Class, cache: SsmCache): readonly ClassRecovery[] => {
  const { modules, recoveries } = applications.get(cache) ?? { modules: () => [], recoveries: undefined };
  const known = recoveries?.get(target);
  if (known !== undefined) return known;
  const found = findRecoveries(target, cache, modules);
  recoveries?.set(target, found);
  return found;
};

const findRecoveries = (target: Class, cache: SsmCache, modules: Modules): readonly ClassRecovery[] => {
  const declarations = recoveriesOf(target);
  if (declarations.length === 0) return [];
  const targets = new RefreshTargets(target, cache, modules());
  return declarations.map((declaration) => ({ declaration, targets: targets.of(declaration) }));
};
