import type { Inferred } from '../cache/handle-value.types.js';
import { InvalidDeclarationError } from '../errors/index.js';
import { nothingToLoadMessage } from '../errors/errors.messages.js';
import { checkName, checkNameOrFunction, type SsmName } from '../options/name.js';
import { checkedOptions } from '../options/option-checks.js';
import type { SecretsManagerClientLike, SsmClientLike } from '../sources/clients/aws-clients.interface.js';
import { checkParameterStoreClient, checkSecretsManagerClient } from '../sources/clients/client-shape.js';
import { checkedFilters } from '../sources/parameter-store/parameter-filters.js';
import { pathReference } from '../sources/parameter-store/path-reference.js';
import {
  getSecretsManagerClientToken,
  getSsmClientToken,
  SECRETS_MANAGER_CLIENT,
  SSM_CLIENT,
} from '../ssm-cache.constants.js';
import type { SsmCacheClientOptions } from '../options/ssm-cache-options.interface.js';
import type { ClientOverrides } from './client-overrides.js';
import { ConfigLoads } from './config-loads.js';
import { configSecrets } from './config-secrets.js';
import type { ConfigOfSecrets, FitSecrets } from './config-values.types.js';
import { definedOf, type LoadOptions } from './declared-config.js';
import { LoadedConfig } from './loaded-config.js';
import { markAsConfig } from './mark-as-config.js';
import type {
  SsmCacheConfig,
  SsmCacheConfigOptions,
  SsmCacheConfigSecrets,
} from './ssm-cache-config.interface.js';

/**
 * All the parameters under a path, secrets beside them, or both as a namespace of `ConfigModule` of `@nestjs/config`, for
 * `load: [...]` and `ConfigModule.forFeature()`. It is loaded before the providers that depend on it are created, and is of
 * the type that the schema makes; without a schema the leaves are texts, and lists for StringLists.
 *
 * Where `SsmCacheModule` is imported too, `ConfigService` is kept current: the namespace is refreshed in the background
 * when it is older than `maxAge`, is replaced as a whole by `ConfigService.set()`, and `changes$` tells of it. A push that
 * cannot be used is logged, and the last good configuration stays. Without `SsmCacheModule` it is loaded once. What
 * `@Inject(databaseConfig.KEY)` gives is the configuration as it was at the start, in both cases.
 *
 * It is among what `SsmCache.inspect()`, `refresh()`, `refreshExpired()` and `changes$` of the application cover. Clients that
 * a test puts in place of `SSM_CLIENT` and `SECRETS_MANAGER_CLIENT` load it too, unless it is given clients. Nothing of it is in
 * `process.env`.
 *
 * @param namespace the key of the configuration in `ConfigService`
 * @param options `path`, `secrets`, or both; `schema`, `recursive` (default `true`), `filters`, `withDecryption`,
 * `secretPrefix`, freshness, `preloadTimeout`, and the clients: `region`, `ssm`, `secretsManager`, `ssmClient`,
 * `secretsManagerClient`
 * @throws `OptionRangeError`, `InvalidDeclarationError`, `InvalidPathError`, `InvalidFilterError`, `InvalidClientError`; when the application starts, a `PreloadError` that names the
 * namespace, and the path or the secret
 *
 * @example
 * ```ts
 * export const databaseConfig = ssmCacheConfig('database', {
 *   path: '/prod/db',
 *   secrets: { password: { id: 'prod/db', key: 'password' } },
 *   schema: z.object({ host: z.string(), port: z.coerce.number(), password: z.string() }),
 *   maxAge: 300,
 * });
 *
 * @Module({ imports: [ConfigModule.forRoot({ load: [databaseConfig] }), SsmCacheModule.forRoot()] })
 * export class AppModule {}
 *
 * @Injectable()
 * export class OrdersRepository {
 *   constructor(
 *     private readonly config: ConfigService,
 *     @Inject(databaseConfig.KEY) private readonly atStart: ConfigType<typeof databaseConfig>,
 *   ) {}
 *
 *   host(): string {
 *     return this.config.getOrThrow('database.host');
 *   }
 * }
 * ```
 *
 * @see https://docs.nestjs.com/techniques/configuration#configuration-namespaces
 * @publicApi
 */
export function ssmCacheConfig<
  const Secrets extends SsmCacheConfigSecrets,
  const Path extends SsmName | undefined,
  _Value extends Inferred,
>(
  namespace: string,
  options: Omit<SsmCacheConfigOptions, 'path' | 'schema' | 'secrets'> & {
    path?: Path;
    secrets: Secrets & FitSecrets<Secrets>;
    schema?: undefined;
  },
): SsmCacheConfig<ConfigOfSecrets<Secrets, Path>>;
/**
 * The same with a schema, or for a type that is asked for.
 *
 * @publicApi
 */
export function ssmCacheConfig<T extends object = Record<string, unknown>>(
  namespace: string,
  options: SsmCacheConfigOptions<T>,
): SsmCacheConfig<T>;
export function ssmCacheConfig<T extends object>(
  namespace: string,
  options: SsmCacheConfigOptions<T>,
): SsmCacheConfig<T> {
  checkName(namespace, 'ssmCacheConfig()');
  const loading = checkedLoading(options, `ssmCacheConfig('${namespace}')`);
  const loads = new ConfigLoads(namespace, loading);
  const load = async (): Promise<T> => {
    const overriding = await loads.overrides();
    const [loaded, atStart] = await LoadedConfig.load(namespace, {
      ...loading,
      ...(loading.clients && { clients: await overridden(loading.clients, overriding) }),
      ssmClient: loading.ssmClient ?? ((await overriding?.of(SSM_CLIENT)) as SsmClientLike | undefined),
      secretsManagerClient:
        loading.secretsManagerClient ??
        ((await overriding?.of(SECRETS_MANAGER_CLIENT)) as SecretsManagerClientLike | undefined),
    });
    loads.add(atStart, loaded);
    return atStart;
  };
  return markAsConfig(load, namespace, loads);
}

/** Further clients, each with the clients that a test puts in place of it. */
const overridden = async (
  clients: Readonly<Record<string, SsmCacheClientOptions>>,
  overriding: ClientOverrides | undefined,
): Promise<Record<string, SsmCacheClientOptions>> => {
  const entries = Object.entries(clients).map(async ([name, given]) => {
    const ssmClient = (await overriding?.of(getSsmClientToken(name))) as SsmClientLike | undefined;
    const secretsManagerClient = (await overriding?.of(getSecretsManagerClientToken(name))) as
      SecretsManagerClientLike | undefined;
    const overrides: SsmCacheClientOptions = definedOf({ ssmClient, secretsManagerClient });
    return [name, { ...overrides, ...given }] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
};

const checkedLoading = <T extends object>(
  options: SsmCacheConfigOptions<T>,
  where: string,
): LoadOptions<T> => {
  const { secrets: given = {}, ...checked } = checkedOptions(options, 'config', where);
  const { path, filters, ssmClient, secretsManagerClient } = checked;
  const secrets = configSecrets(given, where);
  if (path === undefined && secrets.length === 0)
    throw new InvalidDeclarationError(nothingToLoadMessage(where), { names: [where] });
  if (path !== undefined) checkNameOrFunction(path, `${where} path`);
  if (typeof path === 'string') pathReference(path, { recursive: true, withDecryption: true, filters: [] });
  if (isClient(ssmClient)) checkParameterStoreClient(ssmClient, 'ssmClient');
  if (isClient(secretsManagerClient)) checkSecretsManagerClient(secretsManagerClient, 'secretsManagerClient');
  const label = typeof path === 'string' ? path : where;
  return { ...checked, secrets, ...(filters !== undefined && { filters: checkedFilters(filters, label) }) };
};

const isClient = (given: unknown): boolean => given !== undefined && typeof given !== 'function';
