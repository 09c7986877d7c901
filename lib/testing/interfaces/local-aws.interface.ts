import type { IncomingMessage, ServerResponse } from 'node:http';
import type { InMemoryParameterStore } from '../in-memory-parameter-store.js';
import type { InMemorySecretsManager } from '../in-memory-secrets-manager.js';
import type { AwsCall } from './aws-call.interface.js';
import type { InMemoryServiceOptions } from './in-memory-service-options.interface.js';
import type { LocalAwsEventsOptions } from './local-aws-events.interface.js';
import type { ParameterSeeds } from './parameter-store.interface.js';
import type { SecretContent } from './secrets-manager.interface.js';

/**
 * Options of `startLocalAws`.
 *
 * @example
 * ```ts
 * await startLocalAws({ port: 4566, parameters: { '/host': 'db' }, secrets: { 'prod/db': 'p' }, latency: 20, random: () => 0.5 });
 * await startLocalAws({ parameterStore, secretsManager, requireSignature: true, hosts: ['aws'], maxBodyBytes: 1_000, requestTimeout: 500 });
 * ```
 *
 * @publicApi
 */
export interface LocalAwsOptions extends Pick<
  InMemoryServiceOptions,
  'region' | 'accountId' | 'partition' | 'clock' | 'timers' | 'order' | 'pages'
> {
  /** The port to listen on. @default 0, any free one */
  readonly port?: number;
  /**
   * Initial parameters, when no `parameterStore` is given.
   *
   * @default none
   */
  readonly parameters?: ParameterSeeds;
  /**
   * Initial secrets, when no `secretsManager` is given.
   *
   * @default none
   */
  readonly secrets?: Readonly<Record<string, SecretContent>>;
  /** The store to serve. @default a new one */
  readonly parameterStore?: InMemoryParameterStore;
  /** The secrets to serve. @default new ones */
  readonly secretsManager?: InMemorySecretsManager;
  /** Milliseconds from a request to its answer; a function is asked for each request. @default 0 */
  readonly latency?: number | (() => number);
  /**
   * If "true", a request without a signature is refused with `MissingAuthenticationTokenException`, as on AWS.
   * Signatures are never verified.
   *
   * @default false, so that `curl` may ask too
   */
  readonly requireSignature?: boolean;
  /**
   * Further names of this machine that requests may use, such as `host.docker.internal`. A request to any other host
   * gets status 403.
   *
   * @default none: localhost and the loopback addresses
   */
  readonly hosts?: readonly string[];
  /** Bytes that a request body may have; beyond them the answer is 413. @default 1048576 */
  readonly maxBodyBytes?: number;
  /** Milliseconds that a client has to send a request; beyond them the answer is 408. @default 10000 */
  readonly requestTimeout?: number;
  /**
   * If "true", each change of a parameter or secret sends the event that AWS sends, to an SQS queue here; or how it does. See
   * `LocalAws.events`.
   *
   * @default false
   *
   * @example
   * ```ts
   * await startLocalAws({ events: true });
   * ```
   */
  readonly events?: boolean | LocalAwsEventsOptions;
  /** Decides, with a number of [0, 1), whether a fault with a probability happens. @default Math.random */
  readonly random?: () => number;
}

/**
 * A service of the local AWS, by its signing name.
 *
 * @publicApi
 */
export type LocalAwsService = 'ssm' | 'secretsmanager' | 'sts' | 'sqs';

/**
 * An account and a region of the local AWS.
 *
 * @publicApi
 */
export interface LocalAwsPlace {
  /** The account, 12 digits. @default the account of the local AWS */
  readonly accountId?: string;
  /** The region. @default the region of the local AWS */
  readonly region?: string;
}

/**
 * A request that the local endpoint received, also one that a fault answered.
 *
 * @publicApi
 */
export interface LocalAwsCall extends AwsCall {
  /** The service by its signing name. */
  readonly service: LocalAwsService;
  /** The region that the request is signed for; `undefined` without a signature. */
  readonly region?: string | undefined;
}

/**
 * A request on the wire and the response to it, for faults of one's own.
 *
 * @publicApi
 */
export interface LocalAwsExchange {
  /** The service by its signing name. */
  readonly service: LocalAwsService;
  /** The operation as AWS names it. */
  readonly operation: string;
  /** How often this request was sent before, as the SDK says: 1 for the first attempt. */
  readonly attempt: number;
  /** The request; its body has been read. */
  readonly request: IncomingMessage;
  /** The response, nothing of which has been sent. */
  readonly response: ServerResponse;
  /** What the service would have answered. Asks it, so that what the request changes is changed. */
  readonly answer: () => Promise<{ readonly status: number; readonly body: string }>;
}

/**
 * What may go wrong on the wire.
 *
 * - `throttling`: `ThrottlingException`; `internal-error`: 500; `unavailable`: 503 that is not JSON;
 *   `access-denied`, `expired-token`: as AWS answers them
 * - `reset`: the connection breaks before the answer; `reset-inside-body`: within it
 * - `truncated-json`: complete, but half of the JSON; `invalid-json`: not JSON at all; `html`: a page with status 200
 * - `empty`, `empty-object`, `null`: status 200 and nothing in it
 * - `delay`: the answer comes late; `no-answer`: never; `stall-inside-body`: half of it comes
 *
 * @publicApi
 */
export type WireFaultName =
  | 'throttling'
  | 'internal-error'
  | 'unavailable'
  | 'access-denied'
  | 'expired-token'
  | 'reset'
  | 'reset-inside-body'
  | 'truncated-json'
  | 'invalid-json'
  | 'html'
  | 'empty'
  | 'empty-object'
  | 'null'
  | 'delay'
  | 'no-answer'
  | 'stall-inside-body';

/**
 * A fault by name, with its details, or as a function that answers itself.
 *
 * @publicApi
 */
export type WireFault =
  | WireFaultName
  | {
      readonly fault: WireFaultName;
      /** Seconds in the header `retry-after` of `throttling` and `unavailable`. @default no header */
      readonly retryAfter?: number;
      /** Milliseconds of `delay`. @default 1000 */
      readonly milliseconds?: number;
    }
  | ((exchange: LocalAwsExchange) => void | Promise<void>);

/**
 * Which requests a fault meets.
 *
 * @publicApi
 */
export interface WireFaultScope {
  /** Only this operation. @default any */
  readonly operation?: string;
  /** Only requests for which it is true. @default any */
  readonly when?: (exchange: LocalAwsExchange) => boolean;
  /** 0 to 1: how likely it is. @default 1 */
  readonly probability?: number;
}

/**
 * The credentials and the endpoint, as the clients of the SDK take them.
 *
 * @publicApi
 */
export interface LocalAwsClientConfig {
  /** The URL that the services answer at. */
  readonly endpoint: string;
  /** The region, which requests are signed for. */
  readonly region: string;
  /** The key says which account it belongs to; the secret says nothing, since signatures are never verified. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}
