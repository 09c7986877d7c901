import { InvalidClientError } from '../../errors/index.js';
import { missingRegionMessage } from '../../errors/errors.messages.js';
import type { CallOptions, CommandClient } from './aws-clients.interface.js';
import type { SecretsManagerClientConfig, SSMClientConfig } from './sdk.types.js';
import { checkingEndpoint } from './malformed-endpoint.js';
import { PendingProviders } from './pending-providers.js';
import { quietSdkLogger } from './quiet-sdk-logger.js';
import { loadSecretsManagerSdk, loadSsmSdk } from './sdk-loader.js';

interface SdkClient {
  send(command: never, options?: CallOptions): Promise<unknown>;
  destroy(): void;
  readonly config: { region(): Promise<string> };
}

interface SdkConfig {
  readonly region?: unknown;
  readonly credentials?: unknown;
}

/** A client of the SDK that is imported and made when the first command is sent. */
export class LazyClient<Config extends SdkConfig = SdkConfig> implements CommandClient {
  readonly #providers = new PendingProviders();
  readonly #option: 'ssm' | 'secretsManager';
  /** It may hold credentials, so that it has to stay out of sight. */
  readonly #config: Config;
  readonly #makeClient: (config: Config) => Promise<SdkClient>;
  #client: Promise<SdkClient> | undefined;

  constructor(
    option: 'ssm' | 'secretsManager',
    config: Config,
    makeClient: (config: Config) => Promise<SdkClient>,
  ) {
    this.#option = option;
    this.#config = config;
    this.#makeClient = makeClient;
  }

  async send(command: unknown, options?: CallOptions): Promise<unknown> {
    return this.#providers.during(options?.abortSignal, async () => {
      const client = await this.#made();
      return checkingEndpoint(client, client.send(command as never, options));
    });
  }

  /** Closes the connections of the client, if one was ever made. */
  destroy(): void {
    const client = this.#client;
    this.#client = undefined;
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
      await client.config.region();
    } catch (error) {
      if (typeof this.#config.region === 'function') throw error;
      throw new InvalidClientError(missingRegionMessage(this.#option), { names: [this.#option] });
    }
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
    return new SSMClient(withQuietLogger(watched));
  });

export const lazySecretsManagerClient = (
  config: SecretsManagerClientConfig = {},
): LazyClient<SecretsManagerClientConfig> =>
  new LazyClient('secretsManager', config, async (watched) => {
    const { SecretsManagerClient } = await loadSecretsManagerSdk();
    return new SecretsManagerClient(withQuietLogger(watched));
  });
