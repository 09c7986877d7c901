import { InvalidParameterError } from '../../errors/index.js';
import { markedForDeletionMessage } from '../../errors/errors.messages.js';
import { toSsmCacheError } from '../calls/aws-error.js';
import type { CallFailure } from '../calls/call-failure.js';
import type { PendingRequest } from '../calls/pending-request.js';
import type { Reference } from '../source.interface.js';
import { SECRET_ACTION } from './secret-permission.js';

/**
 * AWS has no name of its own for a secret that is marked for deletion: an InvalidRequestException also says that a stage and a
 * version do not fit, or that another account's key cannot be used. Only the text tells them apart. A text that AWS has changed
 * is not recognised, and then the secret counts as any other that AWS refuses.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 */
const DELETION = /\b(?:marked|scheduled) (?:for )?(?:deletion|deleted)\b/i;

const isMarkedForDeletion = ({ name, text }: CallFailure): boolean =>
  name === 'InvalidRequestException' && DELETION.test(text);

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
