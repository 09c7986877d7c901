import { SsmCacheError, TransformError } from './index.js';
import { unusableMessage } from './errors.messages.js';

/** Even this question can throw, of a proxy. */
const isOurs = (error: unknown): error is SsmCacheError => {
  try {
    return error instanceof SsmCacheError;
  } catch {
    return false;
  }
};

/** What a conversion failed with, as an error of ours. Any other error could quote the value, and is not kept. */
export const asSsmCacheError = (error: unknown, name: string): SsmCacheError =>
  isOurs(error)
    ? error
    : new TransformError(unusableMessage(name, undefined, 'what was made of it cannot be read'), {
        names: [name],
      });
