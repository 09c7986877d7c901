import type { SsmCache } from './ssm-cache.js';

/** Where a cache holds itself; the copies of the package share the symbol. */
const ITSELF = Symbol.for('nestjs-ssm-cache:itself');

/** No double can have this property: a `Proxy` cannot claim a property that is fixed unless its target has it. */
export const markAsReal = (cache: SsmCache): void => {
  Object.defineProperty(cache, ITSELF, { value: cache, configurable: false });
};

/**
 * The cache that Nest injected, of either copy of the package, also behind a `Proxy` of it. `undefined` for a double, which
 * a test may make of anything: nothing of a double may be called.
 */
export const realCache = (injected: unknown): SsmCache | undefined => {
  if (typeof injected !== 'object' || injected === null) return undefined;
  const itself = Object.getOwnPropertyDescriptor(injected, ITSELF);
  return itself?.configurable === false ? (itself.value as SsmCache) : undefined;
};
