import { randomUUID } from 'node:crypto';

/** What an AWS service says when it refuses a request. */
export interface AwsErrorDescription {
  /** The error code, for example `ThrottlingException`. */
  readonly name: string;
  /** The message. Several AWS errors have none; the SDK then shows `UnknownError`. */
  readonly message?: string | undefined;
  /** The HTTP status. @default 400, or 500/503 for the codes that are the service's own fault */
  readonly status?: number | undefined;
}

/**
 * An error with the members that AWS SDK for JavaScript v3 gives to a service exception: `name` is the
 * error code, `$fault` and `$metadata` tell whose fault it was and with which HTTP status.
 */
export class AwsServiceError extends Error {
  readonly $fault: 'client' | 'server';
  readonly $metadata: {
    readonly httpStatusCode: number;
    readonly requestId: string;
    readonly attempts: number;
  };
  declare readonly __type: string;
  readonly #wireMessage: string | undefined;

  constructor(description: AwsErrorDescription) {
    super(description.message ?? 'UnknownError');
    const status = description.status ?? 400;
    this.#wireMessage = description.message;
    this.name = description.name;
    this.$fault = status >= 500 ? 'server' : 'client';
    this.$metadata = { httpStatusCode: status, requestId: randomUUID(), attempts: 1 };
    Object.defineProperties(this, {
      message: { enumerable: true },
      __type: { value: description.name, enumerable: true },
    });
  }

  /** The message as it goes over the wire: absent where AWS sends none. */
  static wireMessage(error: AwsServiceError): string | undefined {
    return error.#wireMessage;
  }
}
