import { Logger, type Provider } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { CACHE_TOKEN } from './binding/binding.constants.js';
import { CacheLifecycle } from './binding/cache-lifecycle.js';
import { preloadDeclarations } from './binding/declaration-preloader.js';
import { checkOptionsCycle } from './binding/options-cycle.js';
import { registerFeatureGroups } from './binding/feature-groups.js';
import type { CacheRuntime } from './cache/cache-runtime.interface.js';
import { checkOptions } from './cache/option-checks.js';
import { SsmCache } from './cache/ssm-cache.js';
import { ConfigLifecycle } from './config/config-lifecycle.js';
import type { SsmCacheModuleOptions } from './interfaces/ssm-cache-options.interface.js';
import type { SecretsManagerClientLike, SsmClientLike } from './sources/aws-clients.interface.js';
import { lazySecretsManagerClient, lazySsmClient } from './sources/lazy-client.js';
import { SECRETS_MANAGER_CLIENT, SSM_CLIENT } from './ssm-cache.constants.js';
import { MODULE_OPTIONS_TOKEN } from './ssm-cache.module-definition.js';

/** What the engine takes from outside. */
export const RUNTIME_TOKEN = 'SSM_CACHE:RUNTIME';

/** Made at once, since it waits for nothing: before anybody can wait for options that never come. */
const OPTIONS_CHECK_TOKEN = 'SSM_CACHE:OPTIONS_CHECK';

const DEFAULT_PRELOAD_TIMEOUT = 30;

/**
 * The cache, when all that its dependants declare is loaded: Nest makes whatever injects it after this has resolved.
 *
 * @see https://docs.nestjs.com/fundamentals/async-providers
 */
const createCache = async (
  options: SsmCacheModuleOptions,
  ssmClient: SsmClientLike,
  secretsManagerClient: SecretsManagerClientLike,
  runtime: Partial<CacheRuntime>,
  modules: ModulesContainer,
): Promise<SsmCache> => {
  const { preload = true, preloadTimeout = DEFAULT_PRELOAD_TIMEOUT, ...cacheOptions } = checked(options);
  const cache = new SsmCache({ ...cacheOptions, ssmClient, secretsManagerClient }, runtime);
  try {
    registerFeatureGroups(modules, cache);
    if (preload) await preloadDeclarations(modules, cache, preloadTimeout * 1_000);
    return cache;
  } catch (error) {
    cache.close();
    throw error;
  }
};

/** What `forRootAsync()` made is known only now. */
const checked = (options: SsmCacheModuleOptions): SsmCacheModuleOptions => {
  checkOptions(options, 'module', 'SsmCacheModule options');
  return options;
};

export const ssmCacheProviders: Provider[] = [
  {
    provide: OPTIONS_CHECK_TOKEN,
    inject: [ModulesContainer],
    useFactory: (modules: ModulesContainer) => checkOptionsCycle(modules, MODULE_OPTIONS_TOKEN),
  },
  {
    provide: SSM_CLIENT,
    inject: [MODULE_OPTIONS_TOKEN],
    useFactory: (options: SsmCacheModuleOptions) => lazySsmClient(checked(options).ssm),
  },
  {
    provide: SECRETS_MANAGER_CLIENT,
    inject: [MODULE_OPTIONS_TOKEN],
    useFactory: (options: SsmCacheModuleOptions) => lazySecretsManagerClient(checked(options).secretsManager),
  },
  { provide: RUNTIME_TOKEN, useFactory: () => ({ logger: new Logger(SsmCache.name) }) },
  {
    provide: SsmCache,
    inject: [MODULE_OPTIONS_TOKEN, SSM_CLIENT, SECRETS_MANAGER_CLIENT, RUNTIME_TOKEN, ModulesContainer],
    useFactory: createCache,
  },
  { provide: CACHE_TOKEN, useExisting: SsmCache },
  {
    provide: CacheLifecycle,
    inject: [SsmCache, SSM_CLIENT, SECRETS_MANAGER_CLIENT],
    useFactory: (cache: SsmCache, ...clients: unknown[]) => new CacheLifecycle(cache, clients),
  },
  {
    provide: ConfigLifecycle,
    inject: [ModulesContainer],
    useFactory: (modules: ModulesContainer) => new ConfigLifecycle(modules),
  },
];
