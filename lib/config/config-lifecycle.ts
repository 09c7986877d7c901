import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import type { ModulesContainer } from '@nestjs/core';
import type { SsmCache } from '../cache/ssm-cache.js';
import { configsIn, type DiscoveredConfig } from './config-discovery.js';
import type { LoadedConfig } from './loaded-config.js';

/** Keeps what `ssmCacheConfig()` has loaded current from the start of the application to its end. */
export class ConfigLifecycle implements OnModuleInit, OnApplicationShutdown {
  readonly #modules: ModulesContainer;
  readonly #cache: SsmCache | undefined;
  #kept: readonly LoadedConfig[] = [];

  /** @param cache the application's own; `undefined` for a double of it */
  constructor(modules: ModulesContainer, cache: SsmCache | undefined) {
    this.#modules = modules;
    this.#cache = cache;
  }

  onModuleInit(): void {
    const byNamespace = new Map<string, DiscoveredConfig[]>();
    for (const config of configsIn(this.#modules).filter(({ loaded }) => !loaded.isKept)) {
      const { namespace } = config.loaded;
      byNamespace.set(namespace, [...(byNamespace.get(namespace) ?? []), config]);
    }
    this.#kept = Array.from(byNamespace.values(), keepOne);
    for (const loaded of this.#kept) loaded.joinTo(this.#cache);
  }

  onApplicationShutdown(): void {
    for (const loaded of this.#kept) loaded.close();
  }
}

/** A namespace that is registered in several modules is loaded by each of them: the one that is read is kept current. */
const keepOne = (configs: readonly DiscoveredConfig[]): LoadedConfig => {
  const { loaded, atStart, service } = configs.find(isRead) ?? configs[0]!;
  for (const other of configs) if (other.loaded !== loaded) other.loaded.close();
  if (service !== undefined) loaded.keepCurrent(service, atStart);
  return loaded;
};

const isRead = ({ loaded, atStart, service }: DiscoveredConfig): boolean =>
  service?.get(loaded.namespace) === atStart;
