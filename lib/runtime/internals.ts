/**
 * Where the public objects keep what the binding needs of them. A process can hold two copies of the package, ESM and
 * CommonJS, that share this symbol but no class.
 */
export const INTERNALS = Symbol.for('nestjs-ssm-cache:internals');

export const hasInternals = (value: unknown): boolean =>
  (typeof value === 'object' || typeof value === 'function') && value !== null && INTERNALS in value;
