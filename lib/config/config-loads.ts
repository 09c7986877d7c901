import type { LoadedConfig } from './loaded-config.js';

/** Where a loader keeps what it has loaded: shared by the ESM and the CommonJS copy of the package. */
export const CONFIG_LOADS = Symbol.for('nestjs-ssm-cache:config-loads');

/** What one loader has loaded, once for each application and each module that it is registered in. */
export class ConfigLoads {
  readonly #loads = new WeakMap<object, LoadedConfig>();
  readonly #live = new Set<LoadedConfig>();

  /** Nothing but the configuration itself holds it, until it is kept current. */
  add(loaded: LoadedConfig): void {
    this.#loads.set(loaded.atStart, loaded);
    loaded.onLife((isLive) => (isLive ? this.#live.add(loaded) : this.#live.delete(loaded)));
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
