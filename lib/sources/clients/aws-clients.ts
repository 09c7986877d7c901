import type { SsmCacheError } from '../../errors/index.js';
import type { CacheRuntime } from '../../runtime/cache-runtime.js';
import { ClientCalls } from '../calls/client-calls.js';
import { adaptParameterStoreClient, adaptSecretsClient } from './client-adapter.js';
import { lazySecretsManagerClient, lazySsmClient, type LazyClient } from './lazy-client.js';
import { ParameterStoreSource } from '../parameter-store/parameter-store-source.js';
import type { SecretsManagerClientConfig, SSMClientConfig } from './sdk.types.js';
import { observed } from './observed-client.js';
import { SecretSource } from '../secrets-manager/secret-source.js';
import { DEFAULT_CLIENT, type Reference, type Source } from '../source.interface.js';

export interface AwsClientsOptions {
  readonly ssmClient?: unknown;
  readonly secretsManagerClient?: unknown;
  readonly ssm?: SSMClientConfig | undefined;
  readonly secretsManager?: SecretsManagerClientConfig | undefined;
  readonly region?: string | undefined;
  readonly batchSecrets?: 'auto' | false | undefined;
}

/** The clients that were given, or lazy ones of our own, and the sources that read through them. */
export class AwsClients {
  readonly sources: readonly Source[];
  readonly #calls: readonly ClientCalls[];
  readonly #made: readonly LazyClient[];

  constructor(
    options: AwsClientsOptions,
    runtime: Pick<CacheRuntime, 'clock' | 'scheduler' | 'random' | 'events'>,
  ) {
    const region = options.region === undefined ? {} : { region: options.region };
    const { ssmClient = lazySsmClient({ ...region, ...options.ssm }) } = options;
    const { secretsManagerClient = lazySecretsManagerClient({ ...region, ...options.secretsManager }) } =
      options;
    const parameterCalls = new ClientCalls(runtime);
    const secretCalls = new ClientCalls(runtime);
    this.#calls = [parameterCalls, secretCalls];
    const parameterStore = adaptParameterStoreClient(ssmClient, 'SSM_CLIENT', parameterCalls);
    const secrets = adaptSecretsClient(secretsManagerClient, 'SECRETS_MANAGER_CLIENT', secretCalls);
    const of = { client: DEFAULT_CLIENT };
    this.sources = [
      new ParameterStoreSource(observed(parameterStore, { ...of, source: 'ssm' }, runtime), parameterCalls),
      new SecretSource(
        observed(secrets, { ...of, source: 'secretsmanager' }, runtime),
        options.batchSecrets ?? 'auto',
        secretCalls,
      ),
    ];
    this.#made = [
      ...(options.ssmClient === undefined ? [ssmClient as LazyClient] : []),
      ...(options.secretsManagerClient === undefined ? [secretsManagerClient as LazyClient] : []),
    ];
  }

  /** Repeats calls that fail in a way that may pass, at the pace that AWS allows, until `start` has settled. */
  during<T>(start: () => Promise<T>): Promise<T> {
    return this.#calls.reduce((inner, calls) => () => calls.during(inner), start)();
  }

  /** What the last call for this reference failed with, if it waits to be repeated. */
  troubleOf(reference: Reference): SsmCacheError | undefined {
    return this.#calls.map((calls) => calls.troubleOf(reference)).find((trouble) => trouble !== undefined);
  }

  /** Destroys the clients that were made here, never one that was given. */
  close(): void {
    for (const client of this.#made) client.destroy();
  }
}
