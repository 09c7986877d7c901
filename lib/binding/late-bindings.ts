import type { SsmCache } from '../cache/ssm-cache.js';
import type { PropertyBinding } from './property-binding.js';

/** What was bound at the start though no scan saw its class: that of a middleware, or of `ModuleRef.create()`. */
const late = new WeakMap<SsmCache, Set<PropertyBinding>>();
const started = new WeakSet<SsmCache>();

export const noteLateBinding = (cache: SsmCache, binding: PropertyBinding): void => {
  if (!started.has(cache)) late.set(cache, (late.get(cache) ?? new Set()).add(binding));
};

/** What was noted, for the last time: the start is over. */
export const takeLateBindings = (cache: SsmCache): readonly PropertyBinding[] => {
  const bindings = [...(late.get(cache) ?? [])];
  late.delete(cache);
  started.add(cache);
  return bindings;
};
