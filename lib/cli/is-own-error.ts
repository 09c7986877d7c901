import { UsageError } from './usage.error.js';

/** Whether an error is one of this package, by its code: the copy that the application has may not be ours. */
export const isOwnError = (error: unknown): error is Error => {
  if (error instanceof UsageError) return true;
  const { code } = Object(error) as { readonly code?: unknown };
  return typeof code === 'string' && code.startsWith('SSM_CACHE_');
};
