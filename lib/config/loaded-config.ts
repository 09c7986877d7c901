import { Logger } from '@nestjs/common';
import { INTERNALS } from '../runtime/internals.js';
import { toFreshnessPolicy } from '../options/to-freshness-policy.js';
import { SsmCache } from '../cache/ssm-cache.js';
import type { SsmParameterTree } from '../cache/ssm-parameter-tree.js';
import { PreloadError, SsmCacheError } from '../errors/index.js';
import type { ConfigServiceLike } from './config-service.interface.js';
import { publishConfig } from './publish-config.js';
import { RefreshTimer } from './refresh-timer.js';
import type { SsmClientLike } from '../sources/clients/aws-clients.interface.js';
import type { SsmCacheConfigOptions } from './ssm-cache-config.interface.js';

const DEFAULT_PRELOAD_TIMEOUT = 30;

/**
 * A configuration, and the cache that it was loaded by. The cache is its own, since that of the module may depend on
 * `ConfigService`.
 */
export class LoadedConfig<T extends object = object> {
  readonly #atStart: T;
  readonly #cache: SsmCache;
  readonly #tree: SsmParameterTree<T>;
  readonly #timer: RefreshTimer;
  #tellLife: (isLive: boolean) => void = () => undefined;
  #isKept = false;

  private constructor(
    readonly namespace: string,
    cache: SsmCache,
    tree: SsmParameterTree<T>,
    options: SsmCacheConfigOptions<T>,
  ) {
    this.#cache = cache;
    this.#tree = tree;
    this.#atStart = tree.value;
    this.#timer = new RefreshTimer(cache.runtime, toFreshnessPolicy(options), () => this.refresh());
  }

  /** @throws `PreloadError` that names the namespace and the path */
  static async load<T extends object>(
    namespace: string,
    options: SsmCacheConfigOptions<T>,
  ): Promise<LoadedConfig<T>> {
    const {
      path,
      recursive,
      filters,
      schema,
      optional = false,
      preloadTimeout,
      ssmClient,
      ...cacheOptions
    } = options;
    const client = typeof ssmClient === 'function' ? ssmClient() : ssmClient;
    const logger = new Logger(SsmCache.name);
    const declaration = `ssmCacheConfig('${namespace}')`;
    let cache: SsmCache | undefined;
    try {
      cache = new SsmCache(
        { ...cacheOptions, ...(ssmClient !== undefined && { ssmClient: client as SsmClientLike }) },
        { logger },
      );
      const tree = cache.parameters<T>(path, definedOf({ recursive, filters, schema, optional }));
      const view = tree[INTERNALS];
      const timeout = (preloadTimeout ?? DEFAULT_PRELOAD_TIMEOUT) * 1_000;
      const failures = await cache.preload([{ declaration, view }], timeout);
      if (failures.length > 0) throw new PreloadError(failures);
      return new LoadedConfig(namespace, cache, tree, options);
    } catch (error) {
      cache?.close();
      if (error instanceof PreloadError || !(error instanceof SsmCacheError)) throw error;
      throw new PreloadError([{ declaration, name: path, error }]);
    }
  }

  /** The configuration as it was loaded. */
  get atStart(): T {
    return this.#atStart;
  }

  /** Whether somebody has taken it upon itself to keep it current, and to close it. */
  get isKept(): boolean {
    return this.#isKept;
  }

  /** Calls `listener` when it begins, and when it ends, to be kept current. */
  onLife(listener: (isLive: boolean) => void): void {
    this.#tellLife = listener;
  }

  /** Keeps `service` current until it is closed. */
  keepCurrent(service: ConfigServiceLike): void {
    this.#isKept = true;
    const publish = (): void => publishConfig(service, this.namespace, this.#tree.value);
    this.#tree.onChange(publish);
    if (this.#tree.value !== this.#atStart) publish();
    this.#timer.start();
    this.#tellLife(true);
  }

  /** Lets the application's cache show and refresh what is loaded. */
  joinTo(cache: SsmCache | undefined): void {
    cache?.attach(this.#cache);
  }

  refresh(): Promise<void> {
    return this.#tree.refresh();
  }

  close(): void {
    this.#isKept = true;
    this.#timer.stop();
    this.#tellLife(false);
    this.#cache.close();
  }
}

const definedOf = <O extends object>(options: O): { [K in keyof O]: Exclude<O[K], undefined> } =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as never;
