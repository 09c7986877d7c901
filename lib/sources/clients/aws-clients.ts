import { SourceRouter } from '../source-router.js';
import { CallPacer, type PaceRuntime } from '../calls/call-pacer.js';
import { adaptParameterStoreClient, adaptSecretsClient } from './client-adapter.js';
import { lazySecretsManagerClient, lazySsmClient, type LazyClient } from './lazy-client.js';
import { ParameterSource } from '../parameter-store/parameter-source.js';
import { PathSource } from '../parameter-store/path-source.js';
import type { SecretsManagerClientConfig, SSMClientConfig } from './sdk.types.js';
import { SecretSource } from '../secrets-manager/secret-source.js';
import type { Source } from '../source.interface.js';

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
  readonly #paces: readonly CallPacer[];
  readonly #made: readonly LazyClient[];

  constructor(options: AwsClientsOptions, runtime: PaceRuntime) {
    const region = options.region === undefined ? {} : { region: options.region };
    const { ssmClient = lazySsmClient({ ...region, ...options.ssm }) } = options;
    const { secretsManagerClient = lazySecretsManagerClient({ ...region, ...options.secretsManager }) } =
      options;
    const parameterPace = new CallPacer(runtime);
    const secretPace = new CallPacer(runtime);
    this.#paces = [parameterPace, secretPace];
    const parameterStore = adaptParameterStoreClient(ssmClient, 'SSM_CLIENT', parameterPace);
    const secrets = adaptSecretsClient(secretsManagerClient, 'SECRETS_MANAGER_CLIENT', secretPace);
    this.source = new SourceRouter({
      parameter: new ParameterSource(parameterStore, parameterPace),
      path: new PathSource(parameterStore, parameterPace),
      secret: new SecretSource(secrets, options.batchSecrets ?? 'auto', secretPace),
    });
    this.#made = [
      ...(options.ssmClient === undefined ? [ssmClient as LazyClient] : []),
      ...(options.secretsManagerClient === undefined ? [secretsManagerClient as LazyClient] : []),
    ];
  }

  /** Paces the calls to AWS until `start` has settled, for `timeout` milliseconds at the most. */
  paced<T>(timeout: number, start: () => Promise<T>): Promise<T> {
    return this.#paces.reduce((inner, pace) => () => pace.during(timeout, inner), start)();
  }

  /** Destroys the clients that were made here, never one that was given. */
  close(): void {
    for (const client of this.#made) client.destroy();
  }
}
