import type { EntryView } from '../engine/entry-view.js';
import type { SsmName } from '../options/name.js';
import { INTERNALS } from '../runtime/internals.js';
import type { Class } from './declaration.explorer.js';
import { handlesInjectedInto, injectedHandlesIn, type InjectedHandle } from './injected-handles.js';
import type { Binder } from './binder.js';
import type { ScannedModule } from './module-graph.js';

/** A value that the application declares, by a decorated property or by a handle that it has injected. */
export interface DeclaredView {
  readonly kind: 'parameter' | 'secret' | 'path';
  readonly name: SsmName;
  readonly view: EntryView<unknown>;
}

export const valuesOfClass = (target: Class, binder: Binder): readonly DeclaredView[] => [
  ...binder.propertiesOf(target).map(({ declaration: { kind, name }, view }) => ({ kind, name, view })),
  ...handlesOfClass(target, binder),
];

export const handlesOfClass = (target: Class, binder: Binder): readonly DeclaredView[] =>
  handlesInjectedInto(target).map((handle) => valueOfHandle(handle, binder));

/** What classes and factories declare; without what cannot be bound, as where a test has a double of a class. */
export const valuesIn = (
  classes: readonly Class[],
  modules: Iterable<ScannedModule>,
  binder: Binder,
): readonly DeclaredView[] => [
  ...classes.flatMap((target) => bound(() => valuesOfClass(target, binder))),
  ...injectedHandlesIn(modules).flatMap((handle) => bound(() => [valueOfHandle(handle, binder)])),
];

const valueOfHandle = (handle: InjectedHandle, binder: Binder): DeclaredView => {
  const { kind, name } = handle;
  return { kind, name, view: binder.handle(handle)[INTERNALS] };
};

const bound = (bind: () => readonly DeclaredView[]): readonly DeclaredView[] => {
  try {
    return bind();
  } catch {
    return [];
  }
};
