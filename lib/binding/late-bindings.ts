import type { SsmCache } from '../cache/ssm-cache.js';
import type { PropertyBinding } from './property-binding.js';

/** What instances have to wait for, since Nest does not list their class: that of a middleware, for one. */
const late = new WeakMap<SsmCache, Set<PropertyBinding>>();

export const noteLateBinding = (cache: SsmCache, binding: PropertyBinding): void => {
  late.set(cache, (late.get(cache) ?? new Set()).add(binding));
};

export const lateBindingsOf = (cache: SsmCache): readonly PropertyBinding[] => [...(late.get(cache) ?? [])];
