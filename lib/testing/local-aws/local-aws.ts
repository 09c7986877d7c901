import type { Server } from 'node:http';
import type { InMemoryParameterStore } from '../in-memory-parameter-store.js';
import type { InMemorySecretsManager } from '../in-memory-secrets-manager.js';
import type { LocalAwsCall, LocalAwsClientConfig } from '../interfaces/local-aws.interface.js';
import type { ThrottleOptions } from '../interfaces/throttle-options.interface.js';
import type { CallLog } from '../shared/call-log.js';
import type { Latency } from '../shared/latency.js';
import { portOf, stop } from './http-server.js';
import type { WireFaults } from './wire-faults.js';

/** What a `LocalAws` is made of. */
export interface LocalAwsParts {
  readonly server: Server;
  readonly parameterStore: InMemoryParameterStore;
  readonly secretsManager: InMemorySecretsManager;
  readonly faults: WireFaults;
  readonly calls: CallLog<LocalAwsCall>;
  readonly latency: Latency;
}

/**
 * Parameter Store and Secrets Manager behind one local port. `startLocalAws` makes it.
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
  }

  /**
   * The parameters: what is put there is served at once.
   *
   * @publicApi
   */
  get parameterStore(): InMemoryParameterStore {
    return this.#parts.parameterStore;
  }

  /**
   * The secrets: what is put there is served at once.
   *
   * @publicApi
   */
  get secretsManager(): InMemorySecretsManager {
    return this.#parts.secretsManager;
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
   * @publicApi
   */
  callsOf(operation: string): readonly LocalAwsCall[] {
    return this.#parts.calls.of(operation);
  }

  /**
   * Forgets the requests so far, those of the two services too.
   *
   * @publicApi
   */
  resetCalls(): void {
    this.#parts.calls.reset();
    this.parameterStore.resetCalls();
    this.secretsManager.resetCalls();
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
   * Throttles Parameter Store as AWS does; the same as `parameterStore.throttle()`.
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
