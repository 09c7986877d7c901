import { InvalidParameterError } from '../../errors/index.js';
import { markedForDeletionMessage } from '../../errors/errors.messages.js';
import { toSsmCacheError } from '../calls/aws-error.js';
import type { CallFailure } from '../calls/call-failure.js';
import type { PendingRequest } from '../calls/pending-request.js';
import type { Reference } from '../source.interface.js';
import { isMarkedForDeletion } from './marked-for-deletion.js';
import { SECRET_ACTION } from './secret-permission.js';

/** Answers that there is no such secret if AWS says so, or that it is marked for deletion; any other error is a failure. */
export const settleFailed = (request: PendingRequest<Reference>, error: CallFailure, call?: object): void => {
  const { fullName } = request.reference;
  const failure = toSsmCacheError(error, fullName, SECRET_ACTION);
  if (isMarkedForDeletion(error)) {
    const options = { names: [fullName], cause: failure.cause };
    request.resolve({
      found: false,
      error: new InvalidParameterError(markedForDeletionMessage(fullName), options),
      call,
    });
  } else if (failure instanceof InvalidParameterError && error.isMissing) {
    request.resolve({ found: false, error: failure, call });
  } else {
    request.reject(failure);
  }
};
