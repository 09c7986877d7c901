import { accessDenial, type AccessDenial } from './access-denial.js';
import { clientFailure, type ClientFailure } from './client-failure.js';
import { isSystemErrorCode, memberOf, nameOf } from './error-facts.js';
import { isUnknownOperation, mayLackOperation } from './unknown-operation.js';

const MISSING = new Set(['ParameterNotFound', 'ParameterVersionNotFound', 'ResourceNotFoundException']);

const REFUSED_REQUEST = new Set([
  'ValidationException',
  'InvalidParameterException',
  'InvalidRequestException',
  'UnsupportedParameterType',
]);

const DENIED = new Set(['AccessDeniedException', 'AccessDenied', 'InvalidKeyId', 'DecryptionFailure']);

/** @see https://github.com/smithy-lang/smithy-typescript/blob/main/packages/service-error-classification/src/constants.ts */
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

/** Whatever a call failed with. It is told apart by facts that are read once, where it is caught. */
export class CallFailure extends Error {
  override readonly name: string;
  /** The name, or the system's own code where that says more, such as `ECONNREFUSED`. */
  readonly code: string;
  /** The status of the HTTP answer that the error was made of. */
  readonly status: number | undefined;
  /** AWS does not know the name, in this version. */
  readonly isMissing: boolean;
  /** AWS will not serve the request whoever asks: a malformed name, a secret that is marked for deletion. */
  readonly isRefusedRequest: boolean;
  /** The role may not read the value, or the key does not decrypt it. */
  readonly isDenied: boolean;
  /** These are more calls than AWS allows in this time. */
  readonly isThrottling: boolean;
  /** The endpoint says that it does not have the operation. */
  readonly isUnknownOperation: boolean;
  /** The endpoint may not have the operation. */
  readonly mayLackOperation: boolean;
  /** Why the client could not get an answer from AWS, if that is known. */
  readonly clientFailure: ClientFailure | undefined;
  /** The error and its text can quote a value, so nothing that prints an object may find them. */
  readonly #thrown: unknown;
  readonly #text: string;
  #denial: AccessDenial | undefined;

  constructor(thrown: unknown) {
    super('A call failed.');
    const name = nameOf(thrown);
    const code = memberOf(thrown, 'code');
    const httpStatus = memberOf(memberOf(thrown, '$metadata'), 'httpStatusCode');
    const status = typeof httpStatus === 'number' ? httpStatus : undefined;
    const texts = [memberOf(thrown, 'message'), memberOf(thrown, 'Message')];
    const text = texts.filter((one) => typeof one === 'string').join('\n');
    this.name = name;
    this.code = isSystemErrorCode(code) ? code : name;
    this.status = status;
    this.isMissing = MISSING.has(name);
    this.isRefusedRequest = REFUSED_REQUEST.has(name);
    this.isDenied = DENIED.has(name);
    this.isThrottling = THROTTLING.has(name) || status === TOO_MANY_REQUESTS;
    this.isUnknownOperation = isUnknownOperation(name, status, text);
    this.mayLackOperation = this.isUnknownOperation || mayLackOperation(name, status);
    this.clientFailure = clientFailure(name, thrown);
    this.#thrown = thrown;
    this.#text = text;
  }

  get thrown(): unknown {
    return this.#thrown;
  }

  /** What the error says of itself: it is only ever compared with. */
  get text(): string {
    return this.#text;
  }

  /** What AWS says of a denial. */
  get denial(): AccessDenial {
    return (this.#denial ??= accessDenial(this.#text));
  }

  static of(thrown: unknown): CallFailure {
    return thrown instanceof CallFailure ? thrown : new CallFailure(thrown);
  }
}
