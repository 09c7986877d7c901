import { randomUUID } from 'node:crypto';
import type { AwsCall } from '../interfaces/aws-call.interface.js';
import type {
  AwsCommand,
  AwsOutputMetadata,
  AwsRequestOptions,
} from '../interfaces/aws-command.interface.js';
import type { AwsFailure } from '../interfaces/aws-failure.interface.js';
import type { Denial } from '../interfaces/denial.interface.js';
import type { ThrottleOptions } from '../interfaces/throttle-options.interface.js';
import { operationOfCommand } from './command-operation.js';
import type { ServiceEngine } from './service-engine.js';
import { TokenBucket } from './token-bucket.js';

/** The engine behind a service, for the local HTTP endpoint. */
export let engineOf: (service: InMemoryService) => ServiceEngine;

/**
 * What the two in-memory services have in common: they answer the commands of AWS SDK for JavaScript v3, keep a
 * record of the requests, and fail, refuse, throttle and lag on demand.
 *
 * No value can be read from the object itself: neither `util.inspect` nor `JSON.stringify` shows one.
 *
 * @example
 * ```ts
 * const store = new InMemoryParameterStore({ '/host': 'db' });
 * store.failAlways('ServiceUnavailable');
 * store.clearFailures();
 * store.deny('/host');
 * store.allow('/host');
 * store.disableKey('alias/shop');
 * store.enableKey('alias/shop');
 * store.resetCalls();
 * store.destroy();
 * ```
 *
 * @publicApi
 */
export abstract class InMemoryService {
  static {
    engineOf = (service) => service.#engine;
  }

  /** The region in ARNs. */
  readonly region: string;
  readonly #engine: ServiceEngine;
  readonly #reads: readonly string[];
  #destroyed = false;

  /** @internal */
  protected constructor(engine: ServiceEngine, reads: readonly string[]) {
    this.region = engine.settings.region;
    this.#engine = engine;
    this.#reads = reads;
  }

  /**
   * Answers an SDK command as the client of the SDK does, without retries. The SDK itself is not needed for it.
   *
   * @param command a command of the SDK
   * @param options a signal that aborts it
   * @throws an error with the `name`, `$fault` and `$metadata` that the SDK gives to the service's exceptions;
   * `AbortError` when the signal aborts; `UnknownOperationException` for a command of another service
   *
   * @example
   * ```ts
   * const { Parameter } = await store.send(new GetParameterCommand({ Name: '/db/host' }));
   * ```
   *
   * @publicApi
   */
  async send<Output extends object>(
    command: AwsCommand<Output>,
    options?: AwsRequestOptions,
  ): Promise<Output> {
    return this.call<Output>(operationOfCommand(command) ?? 'Unknown', command.input, options);
  }

  /**
   * Does nothing but to set `destroyed`: requests are answered as before, as those of an SDK client are.
   *
   * @publicApi
   */
  destroy(): void {
    this.#destroyed = true;
  }

  /**
   * Whether `destroy()` has been called.
   *
   * @publicApi
   */
  get destroyed(): boolean {
    return this.#destroyed;
  }

  /**
   * The requests so far, oldest first, refused ones included. No value is in them.
   *
   * @publicApi
   */
  get calls(): readonly AwsCall[] {
    return this.#engine.calls.all;
  }

  /**
   * The requests of one operation so far, oldest first.
   *
   * @param operation such as `GetParameters`
   *
   * @example
   * ```ts
   * expect(store.callsOf('GetParameters')).toHaveLength(1);
   * ```
   *
   * @publicApi
   */
  callsOf(operation: string): readonly AwsCall[] {
    return this.#engine.calls.of(operation);
  }

  /**
   * Forgets the requests so far.
   *
   * @publicApi
   */
  resetCalls(): void {
    this.#engine.calls.reset();
  }

  /**
   * Lets the next requests fail. Several plans are used up one after another.
   *
   * @param failure an AWS error code, a description, or an error that is thrown as it is
   * @param times how many requests fail; positive. Default: 1
   * @param operation only requests of this operation count. Default: any
   * @throws RangeError if `times` is not positive
   *
   * @example
   * ```ts
   * store.failNext('ThrottlingException', 2);
   * store.failNext({ name: 'InternalServerError', status: 500 }, 1, 'GetParameters');
   * ```
   *
   * @publicApi
   */
  failNext(failure: AwsFailure, times = 1, operation?: string): void {
    this.#engine.failures.add(failure, times, operation);
  }

  /**
   * Lets every request fail from now on, until `clearFailures()`. Later calls take precedence over earlier ones,
   * and `failNext` over all of them.
   *
   * @param failure an error, or its name
   * @param operation only requests of this operation fail. Default: any
   *
   * @publicApi
   */
  failAlways(failure: AwsFailure, operation?: string): void {
    this.#engine.failures.add(failure, Infinity, operation);
  }

  /**
   * Ends all that `failNext` and `failAlways` began.
   *
   * @publicApi
   */
  clearFailures(): void {
    this.#engine.failures.clear();
  }

  /**
   * Refuses requests as IAM does, with `AccessDeniedException`.
   *
   * @param denial the name or ARN of what is denied, where `*` stands for any characters, or a statement with an
   * action. `kms:Decrypt` and `kms:GenerateDataKey` deny the use of the key that `resource` names
   * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html
   *
   * @example
   * ```ts
   * store.deny('/prod/*');
   * store.deny({ action: 'ssm:GetParametersByPath' });
   * secrets.deny({ action: 'BatchGetSecretValue' });
   * ```
   *
   * @publicApi
   */
  deny(denial: string | RegExp | Denial): void {
    this.#engine.settings.access.deny(statement(denial));
  }

  /**
   * Takes back a denial that was made with an equal argument; without an argument, all of them.
   *
   * @param denial as given to `deny()`; nothing for all of them
   *
   * @publicApi
   */
  allow(denial?: string | RegExp | Denial): void {
    this.#engine.settings.access.allow(denial === undefined ? undefined : statement(denial));
  }

  /**
   * Disables a KMS key: what is encrypted with it cannot be decrypted until `enableKey`.
   *
   * @param keyId the key as the values name it, for example `alias/aws/ssm`
   *
   * @publicApi
   */
  disableKey(keyId: string): void {
    this.#engine.settings.keys.disable(keyId);
  }

  /**
   * Enables a key that `disableKey` disabled.
   *
   * @param keyId the id, alias or ARN of the key
   *
   * @publicApi
   */
  enableKey(keyId: string): void {
    this.#engine.settings.keys.enable(keyId);
  }

  /**
   * Milliseconds from a request to its answer; a function is asked for each request. An answer shows the state
   * of the moment at which its request arrived.
   *
   * @default 0
   *
   * @publicApi
   */
  get latency(): number | (() => number) {
    return this.#engine.latency.milliseconds;
  }

  set latency(milliseconds: number | (() => number)) {
    this.#engine.latency.milliseconds = milliseconds;
  }

  /**
   * Milliseconds for which reads go on seeing what was there before a change, as AWS may for a while; a function is asked for
   * each change. It takes effect for changes from now on.
   *
   * @default 0
   *
   * @example
   * ```ts
   * store.lag = () => Math.random() * 10_000;
   * ```
   *
   * @publicApi
   */
  get lag(): number | (() => number) {
    return this.#engine.settings.lag.milliseconds;
  }

  set lag(milliseconds: number | (() => number)) {
    this.#engine.settings.lag.milliseconds = milliseconds;
  }

  /**
   * Throttles as AWS does: requests beyond the rate are answered with `ThrottlingException`, `Rate exceeded`.
   *
   * @param options the rate and the burst; `false` ends the throttling
   * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-throughput.html
   *
   * @example
   * ```ts
   * store.throttle({ ratePerSecond: 40, burst: 40 });
   * ```
   *
   * @publicApi
   */
  throttle(options: ThrottleOptions | false): void {
    const { clock } = this.#engine.settings;
    this.#engine.bucket = options === false ? undefined : new TokenBucket(options, this.#reads, clock);
  }

  /** @internal */
  protected async call<Output>(
    operation: string,
    input: unknown,
    options?: AwsRequestOptions,
  ): Promise<Output & AwsOutputMetadata> {
    const output = await this.#engine.execute(operation, input, options);
    const $metadata = { httpStatusCode: 200, requestId: randomUUID(), attempts: 1, totalRetryDelay: 0 };
    return Object.assign({ $metadata }, output);
  }
}

function statement(denial: string | RegExp | Denial): Denial {
  return typeof denial === 'string' || denial instanceof RegExp ? { resource: denial } : denial;
}
