import { AwsSource } from './aws-source.js';
import { adaptParameterStoreClient, adaptSecretsClient } from './client-adapter.js';
import { lazySecretsManagerClient, lazySsmClient, type LazyClient } from './lazy-client.js';
import { ParameterSource } from './parameter-source.js';
import { PathSource } from './path-source.js';
import type { SecretsManagerClientConfig, SSMClientConfig } from './sdk.types.js';
import { SecretSource } from './secret-source.js';
import type { Source } from './source.interface.js';

export interface AwsClientsOptions {
  readonly ssmClient?: unknown;
  readonly secretsManagerClient?: unknown;
  readonly ssm?: SSMClientConfig | undefined;
  readonly secretsManager?: SecretsManagerClientConfig | undefined;
  readonly region?: string | undefined;
  readonly batchSecrets?: 'auto' | false | undefined;
}

/** The clients that were given, or lazy ones of our own, and the source that reads through them. */
export class AwsClients {
  readonly source: Source;
  readonly #made: readonly LazyClient[];

  constructor(options: AwsClientsOptions) {
    const region = options.region === undefined ? {} : { region: options.region };
    const { ssmClient = lazySsmClient({ ...region, ...options.ssm }) } = options;
    const { secretsManagerClient = lazySecretsManagerClient({ ...region, ...options.secretsManager }) } =
      options;
    const parameterStore = adaptParameterStoreClient(ssmClient, 'SSM_CLIENT');
    const secrets = adaptSecretsClient(secretsManagerClient, 'SECRETS_MANAGER_CLIENT');
    this.source = new AwsSource({
      parameter: new ParameterSource(parameterStore),
      path: new PathSource(parameterStore),
      secret: new SecretSource(secrets, options.batchSecrets ?? 'auto'),
    });
    this.#made = [
      ...(options.ssmClient === undefined ? [ssmClient as LazyClient] : []),
      ...(options.secretsManagerClient === undefined ? [secretsManagerClient as LazyClient] : []),
    ];
  }

  /** Destroys the clients that were made here, never one that was given. */
  close(): void {
    for (const client of this.#made) client.destroy();
  }
}
