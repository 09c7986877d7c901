import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * Runs a function in the context of no request, and returns its result. Work that requests share must not see the
 * `AsyncLocalStorage` of the request that came first, nor keep it in memory.
 */
export const withoutContext: <T>(work: () => T) => T = AsyncLocalStorage.snapshot();
