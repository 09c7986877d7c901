import type { CallFailure } from '../calls/call-failure.js';

/**
 * AWS has no name of its own for a secret that is marked for deletion: an InvalidRequestException also says that a stage and a
 * version do not fit, or that another account's key cannot be used. Only the text tells them apart. A text that AWS has changed
 * is not recognised, and then the secret counts as any other that AWS refuses.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 */
const TEXT = /\b(?:marked|scheduled) (?:for )?(?:deletion|deleted)\b/i;

export const isMarkedForDeletion = ({ name, text }: CallFailure): boolean =>
  name === 'InvalidRequestException' && TEXT.test(text);
