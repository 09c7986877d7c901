import { checkedOptions, checkName } from '../options/option-checks.js';
import type { SsmClientLike } from '../sources/clients/aws-clients.interface.js';
import { checkParameterStoreClient } from '../sources/clients/client-adapter.js';
import { pathReference } from '../sources/parameter-store/path-reference.js';
import { SSM_CLIENT } from '../ssm-cache.constants.js';
import { ConfigLoads } from './config-loads.js';
import { LoadedConfig } from './loaded-config.js';
import { markAsConfig } from './mark-as-config.js';
import type { SsmCacheConfig, SsmCacheConfigOptions } from './ssm-cache-config.interface.js';

/**
 * All the parameters under a path as a namespace of `ConfigModule` of `@nestjs/config`, for `load: [...]` and
 * `ConfigModule.forFeature()`. It is loaded before the providers that depend on it are created, and is of the type that
 * the schema makes; without a schema the leaves are texts, and lists for StringLists.
 *
 * Where `SsmCacheModule` is imported too, `ConfigService` is kept current: the namespace is refreshed in the background
 * when it is older than `maxAge`, is replaced as a whole by `ConfigService.set()`, and `changes$` tells of it. A push that
 * cannot be used is logged, and the last good configuration stays. Without `SsmCacheModule` it is loaded once. What
 * `@Inject(databaseConfig.KEY)` gives is the configuration as it was at the start, in both cases.
 *
 * It is among what `SsmCache.inspect()`, `refresh()` and `changes$` of the application cover. A client that a test puts in
 * place of `SSM_CLIENT` loads it too, unless `ssmClient` is given. Nothing of it is in `process.env`.
 *
 * @param namespace the key of the configuration in `ConfigService`
 * @param options `path`, `schema`, `recursive` (default `true`), `filters`, `withDecryption`, freshness, `preloadTimeout`, and
 * the client: `region`, `ssm`, `ssmClient`
 * @throws `OptionRangeError`, `InvalidDeclarationError`, `InvalidPathError`, `InvalidFilterError`, `InvalidClientError`; when the application starts, a `PreloadError` that names the
 * namespace and the path
 *
 * @example
 * ```ts
 * export const databaseConfig = ssmCacheConfig('database', {
 *   path: '/prod/db',
 *   schema: z.object({ host: z.string(), port: z.coerce.number() }),
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
export const ssmCacheConfig = <T extends object = Record<string, unknown>>(
  namespace: string,
  options: SsmCacheConfigOptions<T>,
): SsmCacheConfig<T> => {
  checkName(namespace, 'ssmCacheConfig()');
  const checked = checkedOptions(options, 'config', `ssmCacheConfig('${namespace}')`);
  const { path, filters: givenFilters = [], ssmClient } = checked;
  checkName(path, `ssmCacheConfig('${namespace}') path`);
  const { filters } = pathReference(path, { recursive: true, withDecryption: true, filters: givenFilters });
  const loading = { ...checked, filters };
  if (ssmClient !== undefined && typeof ssmClient !== 'function')
    checkParameterStoreClient(ssmClient, 'ssmClient');
  const loads = new ConfigLoads();
  const load = async (): Promise<T> => {
    const overriding = await loads.overrides();
    const loaded = await LoadedConfig.load(namespace, {
      ...loading,
      ssmClient: loading.ssmClient ?? ((await overriding?.of(SSM_CLIENT)) as SsmClientLike | undefined),
    });
    loads.add(loaded);
    return loaded.atStart;
  };
  return markAsConfig(load, namespace, loads);
};
