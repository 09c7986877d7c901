import {
  InvalidClientError,
  InvalidDeclarationError,
  InvalidParameterError,
  ParameterAccessDeniedError,
  RefreshError,
  SsmCacheError,
} from '../../errors/index.js';
import {
  certificateMessage,
  deniedMessage,
  invalidEndpointMessage,
  lateCredentialsMessage,
  missingMessage,
  noCredentialsMessage,
  notAskedMessage,
  refusedNameMessage,
  refusedRoleMessage,
  timeoutMessage,
  transientMessage,
  unknownOperationMessage,
} from '../../errors/errors.messages.js';
import { releaseStackFrames } from '../../errors/release-stack-frames.js';
import { accessDenial } from './access-denial.js';
import { clientFailure, lateProvider, type ClientFailure } from './client-failure.js';
import { memberOf, nameOf, statusOf } from './error-facts.js';
import { isSystemErrorCode } from './error-names.js';
import { NotAsked } from './not-asked.js';
import { isUnknownOperation, mayLackOperation } from './unknown-operation.js';

/** A name that AWS does not know, in this version. */
const MISSING = new Set(['ParameterNotFound', 'ParameterVersionNotFound', 'ResourceNotFoundException']);

/** A request that AWS will not serve whoever asks: a malformed name, a secret that is marked for deletion. */
const REFUSED_REQUEST = new Set([
  'ValidationException',
  'InvalidParameterException',
  'InvalidRequestException',
  'UnsupportedParameterType',
]);

/** A role that may not read a value, or a key that does not decrypt it. */
const DENIED = new Set(['AccessDeniedException', 'AccessDenied', 'InvalidKeyId', 'DecryptionFailure']);

/**
 * More calls than AWS allows in this time.
 *
 * @see https://github.com/smithy-lang/smithy-typescript/blob/main/packages/service-error-classification/src/constants.ts
 */
const THROTTLING = new Set([
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'LimitExceededException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequests',
  'TooManyRequestsException',
]);
const TOO_MANY_REQUESTS = 429;
const BAD_REQUEST = 400;
const ASSUME_ROLE = 'sts:AssumeRole';

/** A call that went without an answer for too long. */
export class CallTimeout extends Error {
  override readonly name = 'TimeoutError';

  constructor(readonly seconds: number) {
    super('The call was not answered in time.');
  }
}

export const isMissing = (error: unknown): boolean => MISSING.has(nameOf(error));

export const isThrottling = (error: unknown): boolean =>
  THROTTLING.has(nameOf(error)) || statusOf(error) === TOO_MANY_REQUESTS;

/** Whether AWS will not serve the request whoever asks. */
export const isRefusedRequest = (error: unknown): boolean => REFUSED_REQUEST.has(nameOf(error));

export const isDenied = (error: unknown): boolean => DENIED.has(nameOf(error));

/** Whether the client may not assume its role: then it is not the name, nor the operation, that is denied. */
const isRoleDenied = (error: unknown): boolean => accessDenial(error).action === ASSUME_ROLE;

/**
 * Whether the error may be the fault of one name among several that were asked for together. A local value that cannot be is the
 * fault of whoever declared it.
 */
export const mayBeOneOfSeveral = (error: unknown): boolean => {
  const name = nameOf(error);
  if (DENIED.has(name)) return !isRoleDenied(error);
  return REFUSED_REQUEST.has(name) || MISSING.has(name) || error instanceof InvalidDeclarationError;
};

export const isAccessDenied = (error: unknown): boolean =>
  nameOf(error).startsWith('AccessDenied') && !isRoleDenied(error);

/** Whether the Security Token Service cannot understand which role is to be assumed. Only its errors say who is to blame. */
const isRefusedRole = (error: unknown): boolean =>
  nameOf(error) === 'ValidationError' &&
  statusOf(error) === BAD_REQUEST &&
  memberOf(error, 'Type') === 'Sender';

/** Whether AWS has answered, with a refusal: the client itself does what it should. */
export const isAnswer = (error: unknown): boolean =>
  mayBeOneOfSeveral(error) || mayLackOperation(error) || error instanceof NotAsked;

/** Whether the same call can succeed later although nobody changes anything. */
export const mayPass = (error: unknown): boolean => {
  if (error instanceof SsmCacheError) return error instanceof RefreshError && error.retryable;
  if (isAnswer(error) || isDenied(error) || isRefusedRole(error)) return false;
  const failure = clientFailure(error);
  return failure === undefined || isRetryable(failure);
};

const isRetryable = ({ kind }: ClientFailure): boolean =>
  kind === 'credentials' ? lateProvider() !== undefined : kind !== 'endpoint' && kind !== 'certificate';

/**
 * What AWS answered, or why the client could not ask it, as an error of ours. Errors of the SDK are told apart by their name,
 * since some have no class of their own, and are not kept: they can quote the body of an answer, and with it a value.
 */
export const toSsmCacheError = (error: unknown, fullName: string, permission: string): SsmCacheError => {
  if (error instanceof SsmCacheError) return error;
  const names = [fullName];
  if (error instanceof CallTimeout)
    return new RefreshError(timeoutMessage(fullName, error.seconds), { names });
  if (error instanceof NotAsked)
    return new ParameterAccessDeniedError(notAskedMessage(fullName, error.denied, nameOf(error.denial)), {
      names,
      cause: withoutValues(error.denial),
    });
  const told = tell(error);
  const { name, reason } = told;
  const options = { names, cause: causeOf(told) };
  if (MISSING.has(name)) return new InvalidParameterError(missingMessage(fullName), options);
  if (REFUSED_REQUEST.has(name))
    return new InvalidParameterError(refusedNameMessage(fullName, name), options);
  if (DENIED.has(name))
    return new ParameterAccessDeniedError(
      deniedMessage(fullName, name, permission, accessDenial(error)),
      options,
    );
  if (isRefusedRole(error)) return new InvalidClientError(refusedRoleMessage(fullName, name), options);
  if (isUnknownOperation(error)) {
    const [, operation = permission] = permission.split(':');
    return new InvalidClientError(unknownOperationMessage(fullName, operation, reason), options);
  }
  return (
    unusableClient(told.failure, fullName, options) ??
    new RefreshError(transientMessage(fullName, reason, told.facts), options)
  );
};

const unusableClient = (
  failure: ClientFailure | undefined,
  name: string,
  given: { readonly names: string[]; readonly cause: Error },
): SsmCacheError | undefined => {
  if (failure === undefined) return undefined;
  const options = { ...given, retryable: isRetryable(failure) };
  if (failure.kind === 'endpoint') return new InvalidClientError(invalidEndpointMessage(name), given);
  if (failure.kind === 'certificate')
    return new RefreshError(certificateMessage(name, failure.text), options);
  if (failure.kind !== 'credentials') return undefined;
  const provider = lateProvider();
  return new RefreshError(
    provider === undefined
      ? noCredentialsMessage(name, failure.text, process.env.AWS_PROFILE)
      : lateCredentialsMessage(name, failure.text, provider),
    options,
  );
};

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** What may be told of an error of a client. */
interface Told {
  readonly name: string;
  readonly failure: ClientFailure | undefined;
  readonly reason: string;
  /** The status of the answer, and the request by which AWS can find it. */
  readonly facts: string[];
  readonly attempts: string[];
}

const tell = (error: unknown): Told => {
  const name = nameOf(error);
  const code = memberOf(error, 'code');
  const failure = clientFailure(error);
  const metadata = memberOf(error, '$metadata');
  const status = memberOf(metadata, 'httpStatusCode');
  const requestId = memberOf(metadata, 'requestId');
  const attempts = memberOf(metadata, 'attempts');
  return {
    name,
    failure,
    reason: failure?.text ?? (isSystemErrorCode(code) ? `${name} ${code}` : name),
    facts: [
      ...(typeof status === 'number' ? [`HTTP ${status}`] : []),
      ...(typeof requestId === 'string' && UUID.test(requestId) ? [`request ${requestId}`] : []),
    ],
    attempts: typeof attempts === 'number' ? [`${attempts} attempts`] : [],
  };
};

const causeOf = ({ name, reason, facts, attempts }: Told): Error => {
  const cause = new Error([reason, ...facts, ...attempts].join(', '));
  cause.name = name;
  releaseStackFrames(cause);
  return cause;
};

/** What may be known of an error of the SDK: what kind it is, and by which request AWS can find it. */
export const withoutValues = (error: unknown): Error => causeOf(tell(error));
