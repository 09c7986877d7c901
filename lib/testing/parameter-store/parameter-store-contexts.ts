import type { InMemoryParameterStore } from '../in-memory-parameter-store.js';
import type { ParameterStoreContext } from './parameter-store.context.js';

const contexts = new WeakMap<object, ParameterStoreContext>();

/** Lets other accounts read what a store shares, without a request to it. */
export function offerParameters(store: InMemoryParameterStore, context: ParameterStoreContext): void {
  contexts.set(store, context);
}

/** What a store works on. */
export function parametersOf(store: InMemoryParameterStore): ParameterStoreContext | undefined {
  return contexts.get(store);
}
