import { InvalidClientError } from '../../errors/index.js';
import { missingRegionMessage } from '../../errors/errors.messages.js';
import type { ClientCalls } from '../calls/client-calls.js';
import type { CallOptions, CommandClient } from './aws-clients.interface.js';
import type { SecretsManagerClientConfig, SQSClientConfig, SSMClientConfig } from './sdk.types.js';
import { checkingEndpoint } from './call-client.js';
import { PendingMiddleware, type MiddlewareStack } from './pending-middleware.js';
import { PendingProviders } from './pending-providers.js';
import { quietSdkLogger } from './quiet-sdk-logger.js';
import { loadSecretsManagerSdk, loadSqsSdk, loadSsmSdk } from './sdk-loader.js';

interface SdkClient {
  send(command: never, options?: CallOptions): Promise<unknown>;
  destroy(): void;
  readonly config: { region(): Promise<string> };
  readonly middlewareStack?: MiddlewareStack;
}

interface SdkConfig {
  readonly region?: unknown;
  readonly credentials?: unknown;
}

/** The option that configures a client. */
type ClientOption = 'ssm' | 'secretsManager' | 'sqs';

/** A client of the SDK that is imported and made when the first command is sent. */
export class LazyClient<Config extends SdkConfig = SdkConfig> implements CommandClient {
  readonly #providers = new PendingProviders();
  readonly #option: ClientOption;
  /** It may hold credentials, so that it has to stay out of sight. */
  readonly #config: Config;
  readonly #makeClient: (config: Config) => Promise<SdkClient>;
  readonly #middleware: PendingMiddleware;
  #client: Promise<SdkClient> | undefined;
  #real: SdkClient | undefined;
  #region: string | undefined;

  constructor(
    option: ClientOption,
    config: Config,
    makeClient: (config: Config) => Promise<SdkClient>,
    middleware = new PendingMiddleware(),
  ) {
    this.#option = option;
    this.#config = config;
    this.#makeClient = makeClient;
    this.#middleware = middleware;
  }

  /** The stack of the client; before the client is made, what is done to it is done once the client is. */
  get middlewareStack(): MiddlewareStack {
    return this.#real?.middlewareStack ?? this.#middleware.stack;
  }

  /** The resolved configuration of the client; `undefined` before it is made. */
  get config(): SdkClient['config'] | undefined {
    return this.#real?.config;
  }

  /** The region, as far as it is known without asking a file or a function. */
  get knownRegion(): string | undefined {
    const { region } = this.#config;
    if (region !== undefined) return typeof region === 'string' ? region : this.#region;
    return this.#region ?? (process.env.AWS_REGION || undefined);
  }

  /** The region, as the client itself resolves it. */
  async region(): Promise<string> {
    const { config } = await this.#made();
    return (this.#region = await config.region());
  }

  /** A client like this one for another region, with the middleware that this one was given before it was made. */
  inRegion(region: string): LazyClient<Config> {
    const config: Config = { ...this.#config, region };
    return new LazyClient(this.#option, config, this.#makeClient, this.#middleware);
  }

  /** @param turn what is waited for once the client is made: all that wait for that would otherwise be sent at once */
  async send(command: unknown, options?: CallOptions, turn?: ClientCalls['turn']): Promise<unknown> {
    return this.#providers.during(options?.abortSignal, async () => {
      const client = await this.#made();
      await turn?.();
      options?.abortSignal?.throwIfAborted();
      return checkingEndpoint(client, client.send(command as never, options));
    });
  }

  /** Closes the connections of the client, if one was ever made. */
  destroy(): void {
    const client = this.#client;
    this.#client = undefined;
    this.#real = undefined;
    void client?.then(
      (made) => made.destroy(),
      () => undefined,
    );
  }

  /** A failure to make it is not kept: what provides the region may answer the next time. */
  #made(): Promise<SdkClient> {
    const made = (this.#client ??= this.#make());
    made.catch(() => {
      if (this.#client === made) this.#client = undefined;
    });
    return made;
  }

  async #make(): Promise<SdkClient> {
    const client = await this.#makeClient(this.#providers.watch(this.#config));
    try {
      this.#region = await client.config.region();
    } catch (error) {
      if (typeof this.#config.region === 'function') throw error;
      throw new InvalidClientError(missingRegionMessage, { names: [this.#option] });
    }
    if (client.middlewareStack !== undefined) this.#middleware.applyTo(client.middlewareStack);
    this.#real = client;
    return client;
  }
}

const withQuietLogger = <Config extends { logger?: object }>(config: Config): Config =>
  config.logger === undefined
    ? config
    : { ...config, logger: quietSdkLogger(config.logger as Record<string, unknown>) };

export const lazySsmClient = (config: SSMClientConfig = {}): LazyClient<SSMClientConfig> =>
  new LazyClient('ssm', config, async (watched) => {
    const { SSMClient } = await loadSsmSdk();
    return new SSMClient(withQuietLogger(watched)) as unknown as SdkClient;
  });

export const lazySecretsManagerClient = (
  config: SecretsManagerClientConfig = {},
): LazyClient<SecretsManagerClientConfig> =>
  new LazyClient('secretsManager', config, async (watched) => {
    const { SecretsManagerClient } = await loadSecretsManagerSdk();
    return new SecretsManagerClient(withQuietLogger(watched)) as unknown as SdkClient;
  });

export const lazySqsClient = (config: SQSClientConfig = {}): LazyClient<SQSClientConfig> =>
  new LazyClient('sqs', config, async (watched) => {
    const { SQSClient } = await loadSqsSdk();
    return new SQSClient(withQuietLogger(watched)) as unknown as SdkClient;
  });
