import { hasInternals, INTERNALS } from '../runtime/internals.js';
import type { SsmCache } from '../cache/ssm-cache.js';
import type { SsmHandle } from '../cache/ssm-handle.js';
import type { EntryView } from '../engine/entry-view.js';
import { resolvedName } from '../options/name.js';
import { decoratorOf, propertiesOf } from './class-metadata.accessor.js';
import { concealed } from '../values/secrecy/concealed-promise.js';
import type { DecoratedValue, PropertyDeclaration } from './declarations.interface.js';

/** A declaration in the cache that it is bound to, shared by all instances of the class. */
export interface PropertyBinding {
  readonly declaration: PropertyDeclaration;
  readonly view: EntryView<unknown>;
  /** What reads the property: a value, a promise or the handle, as the declared type wants it. */
  readonly read: () => unknown;
}

/** What a cache holds for the declarations it was asked for; gone with the cache. */
const bindings = new WeakMap<SsmCache, WeakMap<PropertyDeclaration, PropertyBinding>>();

export const bindingsOf = (target: object, cache: SsmCache): readonly PropertyBinding[] =>
  propertiesOf(target).map((declaration) => bindingOf(declaration, cache));

export const bindingOf = (declaration: PropertyDeclaration, cache: SsmCache): PropertyBinding => {
  const known = bindings.get(cache) ?? new WeakMap<PropertyDeclaration, PropertyBinding>();
  bindings.set(cache, known);
  const binding = known.get(declaration) ?? bind(declaration, cache);
  known.set(declaration, binding);
  return binding;
};

const bind = (declaration: PropertyDeclaration, cache: SsmCache): PropertyBinding => {
  const { type } = declaration;
  const handle = handleOf(declaration, cache);
  const view = handle[INTERNALS];
  if (type === Promise) return { declaration, view, read: () => concealed(view.get()) };
  if (hasInternals(type)) return { declaration, view, read: () => handle };
  return { declaration, view, read: () => view.read() };
};

/** A value, and where it is declared: as the type of a property, if it is one. */
type DeclaredHandle = DecoratedValue & { readonly label: string; readonly type?: unknown };

export const handleOf = (
  declaration: DeclaredHandle,
  cache: SsmCache,
): SsmHandle<unknown, number | string> => {
  const { kind, label } = declaration;
  const { type = declaration.type, ...options } = declaration.options;
  const name = resolvedName(declaration.name, `${decoratorOf(kind)} on ${label}`);
  if (kind === 'parameter') return cache.declareParameter<unknown>(name, options, type);
  if (kind === 'secret') return cache.declareSecret<unknown>(name, options, type);
  return cache.declareTree<unknown>(name, { ...options, optional: options.optional ?? false });
};
