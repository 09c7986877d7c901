import { SsmCacheError, TransformError } from '../errors/index.js';
import { unusableMessage } from '../errors/errors.messages.js';

/** What a conversion failed with, as an error of ours. Any other error could quote the value, and is not kept. */
export const asFailure = (error: unknown, name: string): SsmCacheError =>
  error instanceof SsmCacheError
    ? error
    : new TransformError(unusableMessage(name, undefined, 'what was made of it cannot be read'), {
        names: [name],
      });
