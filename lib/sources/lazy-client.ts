import type { SSMClientConfig } from '@aws-sdk/client-ssm';
import type { SecretsManagerClientConfig } from '@aws-sdk/client-secrets-manager';
import { InvalidClientError } from '../errors/index.js';
import { missingRegionMessage } from '../errors/errors.messages.js';
import type { CallOptions, CommandClient } from './aws-clients.interface.js';
import { quietSdkLogger } from './quiet-sdk-logger.js';
import { loadSecretsManagerSdk, loadSsmSdk } from './sdk-loader.js';

interface SdkClient {
  send(command: never, options?: CallOptions): Promise<unknown>;
  destroy(): void;
  readonly config: { region(): Promise<string> };
}

/** A client of the SDK that is imported and made when the first command is sent. */
export class LazyClient implements CommandClient {
  #client: Promise<SdkClient> | undefined;

  constructor(
    private readonly option: 'ssm' | 'secretsManager',
    private readonly hasRegionProvider: boolean,
    private readonly make: () => Promise<SdkClient>,
  ) {}

  async send(command: unknown, options?: CallOptions): Promise<unknown> {
    this.#client ??= this.#make();
    const made = this.#client;
    // A failure to make it is not kept: what provides the region may answer the next time.
    made.catch(() => {
      if (this.#client === made) this.#client = undefined;
    });
    const client = await made;
    return client.send(command as never, options);
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

  async #make(): Promise<SdkClient> {
    const client = await this.make();
    try {
      await client.config.region();
    } catch (error) {
      if (this.hasRegionProvider) throw error;
      throw new InvalidClientError(missingRegionMessage(this.option), { names: [this.option] });
    }
    return client;
  }
}

const withQuietLogger = <Config extends { logger?: object }>(config: Config): Config =>
  config.logger === undefined
    ? config
    : { ...config, logger: quietSdkLogger(config.logger as Record<string, unknown>) };

export const lazySsmClient = (config: SSMClientConfig = {}): LazyClient =>
  new LazyClient('ssm', typeof config.region === 'function', async () => {
    const { SSMClient } = await loadSsmSdk();
    return new SSMClient(withQuietLogger(config));
  });

export const lazySecretsManagerClient = (config: SecretsManagerClientConfig = {}): LazyClient =>
  new LazyClient('secretsManager', typeof config.region === 'function', async () => {
    const { SecretsManagerClient } = await loadSecretsManagerSdk();
    return new SecretsManagerClient(withQuietLogger(config));
  });
