import type { SsmCache } from '../cache/ssm-cache.js';
import type { JointViews } from '../cache/joint-views.js';
import type { EntryView } from '../engine/entry-view.js';
import { PreloadError, SsmCacheError } from '../errors/index.js';
import { INTERNALS } from '../runtime/internals.js';
import type { ConfigServiceLike } from './config-service.interface.js';
import { cacheOfConfig, declareConfig, type LoadOptions } from './declared-config.js';
import { publishConfig } from './publish-config.js';

const DEFAULT_PRELOAD_TIMEOUT = 30;

/**
 * A configuration, and the cache that it was loaded by. The configuration as it was loaded is the application's: it would
 * outlive the cache here.
 */
export class LoadedConfig<T extends object = object> {
  readonly #cache: SsmCache;
  readonly #views: JointViews<T>;
  #tellLife: (isLive: boolean) => void = () => undefined;
  #isKept = false;

  private constructor(
    readonly namespace: string,
    cache: SsmCache,
    views: JointViews<T>,
  ) {
    this.#cache = cache;
    this.#views = views;
  }

  /**
   * @returns it, and the configuration as it is at the start
   * @throws `PreloadError` that names the namespace, and the path or the secret
   */
  static async load<T extends object>(
    namespace: string,
    options: LoadOptions<T>,
  ): Promise<readonly [loaded: LoadedConfig<T>, atStart: T]> {
    let cache: SsmCache | undefined;
    try {
      cache = cacheOfConfig(options);
      const { views, targets } = declareConfig(namespace, options, cache);
      views.whole.isDeclared = true;
      const failures = await cache[INTERNALS].preload(
        targets,
        (options.preloadTimeout ?? DEFAULT_PRELOAD_TIMEOUT) * 1_000,
      );
      if (failures.length > 0) throw new PreloadError(failures);
      return [new LoadedConfig(namespace, cache, views), views.whole.read()];
    } catch (error) {
      cache?.close();
      if (error instanceof PreloadError || !(error instanceof SsmCacheError)) throw error;
      const [name = namespace] = error.names;
      throw new PreloadError([{ declaration: `ssmCacheConfig('${namespace}')`, name, error }]);
    }
  }

  /** Whether somebody has taken it upon itself to keep it current, and to close it. */
  get isKept(): boolean {
    return this.#isKept;
  }

  /** Calls `listener` when it begins, and when it ends, to be kept current. */
  onLife(listener: (isLive: boolean) => void): void {
    this.#tellLife = listener;
  }

  /**
   * Keeps `service` current until it is closed.
   *
   * @param atStart what the service has until now
   */
  keepCurrent(service: ConfigServiceLike, atStart: object): void {
    this.#isKept = true;
    const publish = (): void => publishConfig(service, this.namespace, this.#whole.read());
    this.#whole.onChange(publish);
    if (this.#whole.read() !== atStart) publish();
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
    this.#tellLife(false);
    this.#cache.close();
  }

  get #whole(): EntryView<T> {
    return this.#views.whole;
  }
}
