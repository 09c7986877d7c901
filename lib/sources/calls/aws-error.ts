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
import { CallFailure } from './call-failure.js';
import { lateProvider, type ClientFailure } from './client-failure.js';
import { NotAsked } from './denials.js';
import { memberOf } from './error-facts.js';

const BAD_REQUEST = 400;
const ASSUME_ROLE = 'sts:AssumeRole';

/** A call that went without an answer for too long. */
export class CallTimeout extends Error {
  override readonly name = 'TimeoutError';

  constructor(readonly seconds: number) {
    super('The call was not answered in time.');
  }
}

/** Whether the client may not assume its role: then it is not the name, nor the operation, that is denied. */
const isRoleDenied = ({ denial }: CallFailure): boolean => denial.action === ASSUME_ROLE;

/**
 * Whether the error may be the fault of one name among several that were asked for together. A local value that cannot be is the
 * fault of whoever declared it.
 */
export const mayBeOneOfSeveral = (error: CallFailure): boolean =>
  error.isDenied
    ? !isRoleDenied(error)
    : error.isRefusedRequest || error.isMissing || error.thrown instanceof InvalidDeclarationError;

export const isAccessDenied = (error: CallFailure): boolean =>
  error.name.startsWith('AccessDenied') && !isRoleDenied(error);

/** Whether the Security Token Service cannot understand which role is to be assumed. Only its errors say who is to blame. */
const isRefusedRole = ({ name, status, thrown }: CallFailure): boolean =>
  name === 'ValidationError' && status === BAD_REQUEST && memberOf(thrown, 'Type') === 'Sender';

/** Whether AWS has answered, with a refusal: the client itself does what it should. */
export const isAnswer = (error: CallFailure): boolean =>
  mayBeOneOfSeveral(error) || error.mayLackOperation || error.thrown instanceof NotAsked;

/** Whether the same call can succeed later although nobody changes anything. */
export const mayPass = (caught: unknown): boolean => {
  const error = CallFailure.of(caught);
  const { thrown } = error;
  if (thrown instanceof SsmCacheError) return thrown instanceof RefreshError && thrown.retryable;
  if (isAnswer(error) || error.isDenied || isRefusedRole(error)) return false;
  return error.clientFailure === undefined || isRetryable(error.clientFailure);
};

const isRetryable = ({ kind }: ClientFailure): boolean =>
  kind === 'credentials' ? lateProvider() !== undefined : kind !== 'endpoint' && kind !== 'certificate';

/**
 * What AWS answered, or why the client could not ask it, as an error of ours. Errors of the SDK are told apart by their name,
 * since some have no class of their own, and are not kept: they can quote the body of an answer, and with it a value.
 */
export const toSsmCacheError = (caught: unknown, fullName: string, permission: string): SsmCacheError => {
  const error = CallFailure.of(caught);
  const { thrown, name } = error;
  if (thrown instanceof SsmCacheError) return thrown;
  const names = [fullName];
  if (thrown instanceof CallTimeout)
    return new RefreshError(timeoutMessage(fullName, thrown.seconds), { names });
  if (thrown instanceof NotAsked) {
    const { denied, denial } = thrown;
    const { cause } = tell(denial);
    return new ParameterAccessDeniedError(notAskedMessage(fullName, denied, denial.name), { names, cause });
  }
  const { reason, facts, cause } = tell(error);
  const options = { names, cause };
  if (error.isMissing) return new InvalidParameterError(missingMessage(fullName), options);
  if (error.isRefusedRequest) return new InvalidParameterError(refusedNameMessage(fullName, name), options);
  if (error.isDenied) {
    const message = deniedMessage(fullName, name, permission, error.denial);
    return new ParameterAccessDeniedError(message, options);
  }
  if (isRefusedRole(error)) return new InvalidClientError(refusedRoleMessage(fullName, name), options);
  if (error.isUnknownOperation) {
    const [, operation = permission] = permission.split(':');
    return new InvalidClientError(unknownOperationMessage(fullName, operation, reason), options);
  }
  return (
    unusableClient(error.clientFailure, fullName, options) ??
    new RefreshError(transientMessage(fullName, reason, facts), options)
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

/** What may be told of an error: no text of it, but the status of the answer, and the request by which AWS can find it. */
interface Told {
  readonly reason: string;
  readonly facts: string[];
  readonly cause: Error;
}

const tell = (error: CallFailure): Told => {
  const { thrown, name, code, status } = error;
  const metadata = memberOf(thrown, '$metadata');
  const requestId = memberOf(metadata, 'requestId');
  const attempts = memberOf(metadata, 'attempts');
  const reason = error.clientFailure?.text ?? (code === name ? name : `${name} ${code}`);
  const facts = status === undefined ? [] : [`HTTP ${status}`];
  if (typeof requestId === 'string' && UUID.test(requestId)) facts.push(`request ${requestId}`);
  const tries = typeof attempts === 'number' ? [`${attempts} attempts`] : [];
  const cause = new Error([reason, ...facts, ...tries].join(', '));
  cause.name = name;
  releaseStackFrames(cause);
  return { reason, facts, cause };
};

/** What may be known of an error of the SDK: what kind it is, and by which request AWS can find it. */
export const withoutValues = (thrown: unknown): Error => tell(new CallFailure(thrown)).cause;
