import type { SsmCache } from '../cache/ssm-cache.js';
import type { EntryView } from '../engine/entry-view.js';
import type { SsmName } from '../options/name.js';
import { INTERNALS } from '../runtime/internals.js';
import type { Class } from './class-discovery.js';
import {
  bindHandle,
  handlesInjectedInto,
  injectedHandlesIn,
  type InjectedHandle,
} from './injected-handles.js';
import { bindingsOf } from './property-binding.js';
import type { ScannedModule } from './provider-host.js';

/** A value that the application declares, by a decorated property or by a handle that it has injected. */
export interface DeclaredLive {
  readonly kind: 'parameter' | 'secret' | 'path';
  readonly name: SsmName;
  readonly live: EntryView<unknown>;
}

export const valuesOfClass = (target: Class, cache: SsmCache): readonly DeclaredLive[] => [
  ...bindingsOf(target, cache).map(({ declaration: { kind, name }, live }) => ({ kind, name, live })),
  ...handlesInjectedInto(target).map((handle) => valueOfHandle(handle, cache)),
];

/** What classes and factories declare; without what cannot be bound, as where a test has a double of a class. */
export const valuesIn = (
  classes: readonly Class[],
  modules: Iterable<ScannedModule>,
  cache: SsmCache,
): readonly DeclaredLive[] => [
  ...classes.flatMap((target) => bound(() => valuesOfClass(target, cache))),
  ...injectedHandlesIn(modules).flatMap((handle) => bound(() => [valueOfHandle(handle, cache)])),
];

const valueOfHandle = (handle: InjectedHandle, cache: SsmCache): DeclaredLive => {
  const { kind, name } = handle;
  return { kind, name, live: bindHandle(handle, cache)[INTERNALS] };
};

const bound = (bind: () => readonly DeclaredLive[]): readonly DeclaredLive[] => {
  try {
    return bind();
  } catch {
    return [];
  }
};
