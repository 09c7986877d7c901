import { setImmediate } from 'node:timers/promises';
import type { ClientOverrides } from './client-overrides.js';
import type { LoadOptions } from './declared-config.js';
import type { LoadedConfig } from './loaded-config.js';

/** Where a loader keeps what it has loaded: shared by the ESM and the CommonJS copy of the package. */
export const CONFIG_LOADS = Symbol.for('nestjs-ssm-cache:config-loads');

/** A call of the loader that has not read anything yet. */
interface Load {
  overrides: ClientOverrides | undefined;
}

/** What one loader has loaded, once for each application and each module that it is registered in. */
export class ConfigLoads {
  readonly #loads = new WeakMap<object, LoadedConfig>();
  readonly #live = new Set<LoadedConfig>();
  readonly #begun = new Set<Load>();
  #offers: ClientOverrides[] = [];

  /** @param options what the loader loads */
  constructor(
    readonly namespace: string,
    readonly options: LoadOptions<object>,
  ) {}

  /** Nothing but the configuration as it is at the start holds it, until it is kept current. */
  add(atStart: object, loaded: LoadedConfig): void {
    this.#loads.set(atStart, loaded);
    loaded.onLife((isLive) => (isLive ? this.#live.add(loaded) : this.#live.delete(loaded)));
  }

  /**
   * The clients that are overridden in the application that loads now. Nest calls the loader and makes the providers of
   * `SsmCacheModule` in one turn of the event loop, in either order.
   */
  async overrides(): Promise<ClientOverrides | undefined> {
    const load: Load = { overrides: this.#offers.shift() };
    this.#begun.add(load);
    await setImmediate();
    this.#begun.delete(load);
    return load.overrides;
  }

  offer(overrides: ClientOverrides): void {
    const load = [...this.#begun].find((begun) => begun.overrides === undefined);
    if (load !== undefined) {
      load.overrides = overrides;
      return;
    }
    this.#offers.push(overrides);
    // An application that ends here does not leave its clients to the next one.
    void setImmediate().then(() => {
      this.#offers = this.#offers.filter((offer) => offer !== overrides);
    });
  }

  /** What was loaded when `config` was handed out. */
  of(config: unknown): LoadedConfig | undefined {
    return typeof config === 'object' && config !== null ? this.#loads.get(config) : undefined;
  }

  async refresh(): Promise<void> {
    await Promise.all(Array.from(this.#live, (loaded) => loaded.refresh()));
  }
}

/** What is kept at `loader`, if it is a loader. */
export const loadsOf = (loader: unknown): ConfigLoads | undefined =>
  typeof loader === 'function'
    ? (loader as { readonly [CONFIG_LOADS]?: ConfigLoads })[CONFIG_LOADS]
    : undefined;
