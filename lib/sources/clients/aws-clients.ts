import type { SsmCacheError } from '../../errors/index.js';
import type { CacheRuntime } from '../../runtime/cache-runtime.js';
import { ClientCalls } from '../calls/client-calls.js';
import type { BeforeCall } from '../calls/pending-call.js';
import { parameterStoreSources } from '../parameter-store/parameter-store-sources.js';
import { secretsManagerSources } from '../secrets-manager/secrets-manager-sources.js';
import { DEFAULT_CLIENT, type Reference, type Source } from '../source.interface.js';
import type { SecretsManagerClientLike, SsmClientLike } from './aws-clients.interface.js';
import { adaptParameterStoreClient, adaptSecretsClient } from './client-adapter.js';
import { regionOfClient } from './client-region.js';
import { ClientLanes, type ClientReport, type Lane } from './client-lanes.js';
import { clientToken } from './client-token.js';
import { LazyClient, lazySecretsManagerClient, lazySsmClient } from './lazy-client.js';
import { observed } from './observed-client.js';
import type { SecretsManagerClientConfig, SSMClientConfig } from './sdk.types.js';

/** One account and region: its clients, or what they are made of. */
export interface ClientOptions {
  readonly region?: string | undefined;
  readonly ssm?: SSMClientConfig | undefined;
  readonly secretsManager?: SecretsManagerClientConfig | undefined;
  readonly ssmClient?: SsmClientLike | undefined;
  readonly secretsManagerClient?: SecretsManagerClientLike | undefined;
}

export interface AwsClientsOptions extends ClientOptions {
  readonly clients?: Readonly<Record<string, ClientOptions>> | undefined;
  readonly batchSecrets?: 'auto' | false | undefined;
}

type Runtime = Pick<CacheRuntime, 'clock' | 'scheduler' | 'random' | 'events'> & {
  /** What each call waits for, if for anything. */
  readonly beforeCall?: BeforeCall | undefined;
};

/** The clients that were given, or lazy ones of our own, by their names, and the sources that read through them. */
export class AwsClients {
  /** The names that a reference can have as its client. */
  readonly names: readonly string[];
  readonly sources: readonly Source[];
  readonly #services: readonly ClientLanes[];
  /** What was made here, and is destroyed with the cache. */
  readonly #made: readonly LazyClient[];

  constructor(options: AwsClientsOptions, runtime: Runtime) {
    const all: ReadonlyMap<string, ClientOptions> = new Map([
      [DEFAULT_CLIENT, options],
      ...Object.entries(options.clients ?? {}),
    ]);
    this.names = [...all.keys()];
    const ssm = new Map(
      Array.from(all, ([name, client]) => [name, ssmLane(name, ssmClientOf(client), runtime)] as const),
    );
    const secretLaneOf = (name: string, client: SecretsManagerClientLike): Lane =>
      secretLane(name, client, options.batchSecrets ?? 'auto', runtime);
    const secrets = new Map(
      Array.from(
        all,
        ([name, client]) => [name, secretLaneOf(name, secretsManagerClientOf(client))] as const,
      ),
    );
    this.#services = [
      new ClientLanes('ssm', ssm, (name, client) => ssmLane(name, client, runtime)),
      new ClientLanes('secretsmanager', secrets, secretLaneOf),
    ];
    this.sources = this.#services;
    this.#made = Array.from(all, ([name, given]) => [
      ...(given.ssmClient === undefined ? [ssm.get(name)?.made] : []),
      ...(given.secretsManagerClient === undefined ? [secrets.get(name)?.made] : []),
    ])
      .flat()
      .filter((client) => client !== undefined);
  }

  /** Repeats calls that fail in a way that may pass, at the pace that AWS allows, until `start` has settled. */
  async during<T>(start: () => Promise<T>): Promise<T> {
    let end!: () => void;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    for (const service of this.#services) service.repeatUntil(ended);
    try {
      return await start();
    } finally {
      end();
    }
  }

  /** What the last call for this reference failed with, if it waits to be repeated. */
  troubleOf(reference: Reference): SsmCacheError | undefined {
    return this.#services
      .map((service) => service.troubleOf(reference))
      .find((trouble) => trouble !== undefined);
  }

  /** What the clients that were used so far are answered. Calls nothing. */
  get reports(): readonly ClientReport[] {
    return this.#services.flatMap(({ reports }) => reports);
  }

  /** The region that a client of a source asks in; `undefined` as long as it is not known. */
  regionOf(source: string, client: string): string | undefined {
    return this.#services.find(({ name }) => name === source)?.regionOf(client);
  }

  /** Destroys the clients that were made here, never one that was given. */
  close(): void {
    for (const client of this.#made) client.destroy();
    for (const service of this.#services) service.close();
  }
}

/** The client for Parameter Store that was given, or one of the configuration. */
export const ssmClientOf = ({ ssmClient, region, ssm }: ClientOptions): SsmClientLike =>
  ssmClient === undefined ? lazySsmClient({ ...(region !== undefined && { region }), ...ssm }) : ssmClient;

/** The same for Secrets Manager. */
export const secretsManagerClientOf = (options: ClientOptions): SecretsManagerClientLike => {
  const { secretsManagerClient, region, secretsManager } = options;
  return secretsManagerClient === undefined
    ? lazySecretsManagerClient({ ...(region !== undefined && { region }), ...secretsManager })
    : secretsManagerClient;
};

const ssmLane = (client: string, like: SsmClientLike, runtime: Runtime): Lane => {
  const calls = callsOf('ssm', client, runtime);
  const adapted = adaptParameterStoreClient(like, clientToken('SSM_CLIENT', client), calls);
  const sourceOf = parameterStoreSources(observed(adapted, { source: 'ssm', client }, runtime), calls);
  return { client, sourceOf, calls, made: ownOf(like), ownRegion: regionOfClient(like) };
};

const secretLane = (
  client: string,
  like: SecretsManagerClientLike,
  batchSecrets: 'auto' | false,
  runtime: Runtime,
): Lane => {
  const calls = callsOf('secretsmanager', client, runtime);
  const adapted = adaptSecretsClient(like, clientToken('SECRETS_MANAGER_CLIENT', client), calls);
  const watched = observed(adapted, { source: 'secretsmanager', client }, runtime);
  const sourceOf = secretsManagerSources(watched, batchSecrets, calls);
  return { client, sourceOf, calls, made: ownOf(like), ownRegion: regionOfClient(like) };
};

const callsOf = (source: string, client: string, runtime: Runtime): ClientCalls => {
  const { beforeCall } = runtime;
  return new ClientCalls(runtime, beforeCall && ((call) => beforeCall({ source, client, ...call })));
};

const ownOf = (client: unknown): LazyClient | undefined =>
  client instanceof LazyClient ? (client as LazyClient) : undefined;
