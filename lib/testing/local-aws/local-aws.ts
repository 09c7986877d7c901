import type { Server } from 'node:http';
import type { InMemoryParameterStore } from '../in-memory-parameter-store.js';
import { queuesOf, type InMemoryQueueService } from '../in-memory-queue-service.js';
import type { InMemorySecretsManager } from '../in-memory-secrets-manager.js';
import type { InMemoryTokenService } from '../in-memory-token-service.js';
import type { LocalAwsCall, LocalAwsClientConfig, LocalAwsPlace } from '../interfaces/local-aws.interface.js';
import type { ThrottleOptions } from '../interfaces/throttle-options.interface.js';
import type { CallLog } from '../shared/call-log.js';
import type { Latency } from '../shared/latency.js';
import { portOf, stop } from './http-server.js';
import type { LocalAccounts } from './local-accounts.js';
import type { LocalAwsEvents } from './local-aws-events.js';
import { LocalAwsAccount } from './local-aws-account.js';
import type { WireFaults } from './wire-faults.js';

/** What a `LocalAws` is made of. */
export interface LocalAwsParts {
  readonly server: Server;
  readonly accounts: LocalAccounts;
  readonly faults: WireFaults;
  readonly calls: CallLog<LocalAwsCall>;
  readonly latency: Latency;
  /** `undefined` where changes send none. */
  readonly events: LocalAwsEvents | undefined;
}

const ACCOUNT = /^\d{12}$/;

/**
 * Parameter Store, Secrets Manager, the Security Token Service and SQS behind one local port. `startLocalAws` makes it.
 *
 * @example
 * ```ts
 * const aws = await startLocalAws({ parameters: { '/host': 'db' } });
 * aws.throttle({ ratePerSecond: 40 });
 * aws.callsOf('GetParameters').length;
 * aws.resetCalls();
 * await aws.close();
 * ```
 *
 * @publicApi
 */
export class LocalAws {
  /** The URL for the option `endpoint` of SDK clients, or for `AWS_ENDPOINT_URL`. */
  readonly endpoint: string;
  /** The port it listens on. */
  readonly port: number;
  readonly #parts: LocalAwsParts;

  /** @internal */
  constructor(parts: LocalAwsParts) {
    this.#parts = parts;
    this.port = portOf(parts.server);
    this.endpoint = `http://127.0.0.1:${this.port}`;
    queuesOf(parts.accounts.sqs).endpoint = this.endpoint;
  }

  /**
   * The parameters: what is put there is served at once.
   *
   * @publicApi
   */
  get parameterStore(): InMemoryParameterStore {
    return this.#parts.accounts.main.parameterStore;
  }

  /**
   * The secrets: what is put there is served at once.
   *
   * @publicApi
   */
  get secretsManager(): InMemorySecretsManager {
    return this.#parts.accounts.main.secretsManager;
  }

  /**
   * The Security Token Service: it assumes any role that it does not deny.
   *
   * @example
   * ```ts
   * aws.sts.deny('arn:aws:iam::222222222222:role/writer');
   * ```
   *
   * @publicApi
   */
  get sts(): InMemoryTokenService {
    return this.#parts.accounts.sts;
  }

  /**
   * Amazon SQS. Its queues are those of the first account.
   *
   * @example
   * ```ts
   * const { QueueUrl } = await aws.sqs.createQueue({ QueueName: 'changes' });
   * ```
   *
   * @publicApi
   */
  get sqs(): InMemoryQueueService {
    return this.#parts.accounts.sqs;
  }

  /**
   * The events of changes: where they come to, and how.
   *
   * @throws Error if the local AWS was started without them
   *
   * @example
   * ```ts
   * const aws = await startLocalAws({ events: true });
   * const cache = new SsmCache({ events: { queueUrl: aws.events.queueUrl, sqs: aws.clientConfig() } });
   * ```
   *
   * @publicApi
   */
  get events(): LocalAwsEvents {
    const { events } = this.#parts;
    if (events === undefined)
      throw new Error('This local AWS sends no events. Start it with startLocalAws({ events: true }).');
    return events;
  }

  /**
   * Another account or region behind the same endpoint. Until this is called for the first time, one account and region answers
   * every request. From then on a request is answered where it belongs: the region is what its signature is for, the account is
   * that of the role or of `clientConfig()`.
   *
   * @throws RangeError for an account that is not 12 digits
   *
   * @example
   * ```ts
   * const payments = aws.in({ accountId: '222222222222', region: 'eu-west-1' });
   * payments.secretsManager.put('prod/db', 's3cret');
   * const client = new SecretsManagerClient(payments.clientConfig());
   * ```
   *
   * @publicApi
   */
  in({ accountId, region }: LocalAwsPlace): LocalAwsAccount {
    const { accounts } = this.#parts;
    const account = accountId ?? accounts.main.accountId;
    if (!ACCOUNT.test(account)) throw new RangeError(`"accountId" must be 12 digits, got "${account}".`);
    return new LocalAwsAccount(accounts.in(account, region ?? accounts.main.region), this.endpoint);
  }

  /**
   * What goes wrong on the wire. Faults of the services themselves: `parameterStore.failNext()` and the like.
   *
   * @publicApi
   */
  get faults(): WireFaults {
    return this.#parts.faults;
  }

  /**
   * The configuration of an SDK client.
   *
   * @example
   * ```ts
   * const client = new SSMClient(aws.clientConfig());
   * ```
   *
   * @publicApi
   */
  clientConfig(): LocalAwsClientConfig {
    return {
      endpoint: this.endpoint,
      region: this.parameterStore.region,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    };
  }

  /**
   * The requests so far, oldest first: retries, and those that a fault answered, included. No value is in them.
   *
   * @publicApi
   */
  get calls(): readonly LocalAwsCall[] {
    return this.#parts.calls.all;
  }

  /**
   * The requests of one operation so far, oldest first.
   *
   * @param operation such as `GetParameters`
   *
   * @publicApi
   */
  callsOf(operation: string): readonly LocalAwsCall[] {
    return this.#parts.calls.of(operation);
  }

  /**
   * Forgets the requests so far, those of the services too.
   *
   * @publicApi
   */
  resetCalls(): void {
    this.#parts.calls.reset();
    const { sts, sqs, all } = this.#parts.accounts;
    for (const service of [sts, sqs, ...all.flatMap((place) => [place.parameterStore, place.secretsManager])])
      service.resetCalls();
  }

  /**
   * Milliseconds from a request to its answer; a function is asked for each request.
   *
   * @default 0
   *
   * @publicApi
   */
  get latency(): number | (() => number) {
    return this.#parts.latency.milliseconds;
  }

  set latency(milliseconds: number | (() => number)) {
    this.#parts.latency.milliseconds = milliseconds;
  }

  /**
   * Milliseconds for which reads go on seeing what was there before a change; a function is asked for each change. It takes
   * effect for the accounts and regions that there are.
   *
   * @default 0
   *
   * @publicApi
   */
  get lag(): number | (() => number) {
    return this.parameterStore.lag;
  }

  set lag(milliseconds: number | (() => number)) {
    for (const { parameterStore, secretsManager } of this.#parts.accounts.all) {
      parameterStore.lag = milliseconds;
      secretsManager.lag = milliseconds;
    }
  }

  /**
   * Throttles Parameter Store as AWS does; the same as `parameterStore.throttle()`.
   *
   * @param options the rate, or `false` to end it
   *
   * @publicApi
   */
  throttle(options: ThrottleOptions | false): void {
    this.parameterStore.throttle(options);
  }

  /**
   * Ends the server and every connection to it, also those that wait for an answer. Ending it twice is the same
   * as once. The process can exit.
   *
   * @publicApi
   */
  close(): Promise<void> {
    this.#parts.events?.close();
    queuesOf(this.sqs).close();
    return stop(this.#parts.server);
  }

  /**
   * `close()`, for `await using`.
   *
   * @publicApi
   */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
