import { Logger } from '@nestjs/common';
import { declarationOf } from '../cache/declaration.js';
import { SsmCache } from '../cache/ssm-cache.js';
import type { JointDeclaration, JointViews } from '../cache/joint-views.js';
import type { EntryView } from '../engine/entry-view.js';
import { PreloadError, SsmCacheError } from '../errors/index.js';
import { resolvedName } from '../options/name.js';
import type { StandaloneSsmCacheOptions } from '../options/ssm-cache-options.interface.js';
import { toFreshnessPolicy } from '../options/to-freshness-policy.js';
import { INTERNALS } from '../runtime/internals.js';
import { toSecretDeclaration, type ConfigSecret } from './config-secrets.js';
import type { ConfigServiceLike } from './config-service.interface.js';
import { publishConfig } from './publish-config.js';
import { RefreshTimer } from './refresh-timer.js';
import type { SsmCacheConfigOptions } from './ssm-cache-config.interface.js';

const DEFAULT_PRELOAD_TIMEOUT = 30;

/** What is loaded, with the clients that load it. */
export interface LoadOptions<T> extends Omit<SsmCacheConfigOptions<T>, 'secrets'> {
  readonly secrets: readonly ConfigSecret[];
}

/**
 * A configuration, and the cache that it was loaded by. The cache is its own, since that of the module may depend on
 * `ConfigService`.
 */
export class LoadedConfig<T extends object = object> {
  readonly #atStart: T;
  readonly #cache: SsmCache;
  readonly #views: JointViews<T>;
  readonly #timer: RefreshTimer;
  #tellLife: (isLive: boolean) => void = () => undefined;
  #isKept = false;

  private constructor(
    readonly namespace: string,
    cache: SsmCache,
    views: JointViews<T>,
    options: LoadOptions<T>,
  ) {
    this.#cache = cache;
    this.#views = views;
    this.#atStart = views.whole.read();
    this.#timer = new RefreshTimer(cache[INTERNALS].runtime, toFreshnessPolicy(options), () =>
      this.refresh(),
    );
  }

  /** @throws `PreloadError` that names the namespace, and the path or the secret */
  static async load<T extends object>(namespace: string, options: LoadOptions<T>): Promise<LoadedConfig<T>> {
    const { path, secrets, recursive, filters, schema, optional, client, preloadTimeout, ...cacheOptions } =
      options;
    const declaration = `ssmCacheConfig('${namespace}')`;
    let cache: SsmCache | undefined;
    try {
      cache = makeCache(cacheOptions);
      const views = viewsIn<T>(cache, {
        path: path && resolvedName(path, `${declaration} path`),
        options: definedOf({ recursive, filters, schema, client, optional: optional ?? false }),
        secrets: secrets.map((secret) => toSecretDeclaration(secret, client)),
      });
      views.whole.isDeclared = true;
      const declared = [
        ...(views.tree === undefined ? [] : [{ declaration, view: views.tree }]),
        ...views.secrets.map((view, index) => ({ declaration: secrets[index]?.where ?? declaration, view })),
      ];
      const failures = await cache[INTERNALS].preload(
        declared,
        (preloadTimeout ?? DEFAULT_PRELOAD_TIMEOUT) * 1_000,
      );
      if (failures.length > 0) throw new PreloadError(failures);
      return new LoadedConfig(namespace, cache, views, options);
    } catch (error) {
      cache?.close();
      if (error instanceof PreloadError || !(error instanceof SsmCacheError)) throw error;
      const [name = namespace] = error.names;
      throw new PreloadError([{ declaration, name, error }]);
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
    const publish = (): void => publishConfig(service, this.namespace, this.#whole.read());
    this.#whole.onChange(publish);
    if (this.#whole.read() !== this.#atStart) publish();
    this.#timer.start();
    this.#tellLife(true);
  }

  /** Lets the application's cache show and refresh what is loaded. */
  joinTo(cache: SsmCache | undefined): void {
    cache?.[INTERNALS].attach(this.#cache);
  }

  refresh(): Promise<void> {
    return this.#whole.refresh();
  }

  close(): void {
    this.#isKept = true;
    this.#timer.stop();
    this.#tellLife(false);
    this.#cache.close();
  }

  get #whole(): EntryView<T> {
    return this.#views.whole;
  }
}

type CacheOptions = Omit<StandaloneSsmCacheOptions, keyof Clients> & Clients;
type Clients = Pick<SsmCacheConfigOptions, 'ssmClient' | 'secretsManagerClient'>;

const makeCache = ({ ssmClient, secretsManagerClient, ...options }: CacheOptions): SsmCache => {
  const clients = { ssmClient: made(ssmClient), secretsManagerClient: made(secretsManagerClient) };
  return new SsmCache({ ...options, ...definedOf(clients) }, { logger: new Logger(SsmCache.name) });
};

/** A client that a function returns is made when the configuration is loaded. */
const made = <Client>(client: Client | (() => Client) | undefined): Client | undefined =>
  typeof client === 'function' ? (client as () => Client)() : client;

const viewsIn = <T extends object>(cache: SsmCache, declared: JointDeclaration): JointViews<T> => {
  const { path, options, secrets } = declared;
  const internals = cache[INTERNALS];
  if (path === undefined || secrets.length > 0) return internals.declareJoint(declared) as JointViews<T>;
  const whole = internals.declare(declarationOf('path', path, options))[INTERNALS] as EntryView<T>;
  return { whole, tree: whole, secrets: [] };
};

export const definedOf = <O extends object>(options: O): { [K in keyof O]: Exclude<O[K], undefined> } =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as never;
