import { Logger, type Provider } from '@nestjs/common';
import { ModuleRef, ModulesContainer } from '@nestjs/core';
import { CACHE_TOKEN } from './binding/binding.constants.js';
import { binderOf } from './binding/binder.js';
import { checkListeners } from './binding/change-listeners.js';
import { CacheLifecycle } from './binding/cache-lifecycle.js';
import { bindDeclarations, preloadBindings } from './binding/declaration-preloader.js';
import { checkIsOnlyGlobal } from './binding/global-modules.js';
import { checkOptionsCycle } from './binding/options-cycle.js';
import { registerFeatureGroups } from './binding/group.providers.js';
import { LateProviders } from './binding/late-providers.js';
import { moduleOf, modulesServedBy, type ScannedModule } from './binding/module-graph.js';
import { InvalidDeclarationError } from './errors/index.js';
import { bareModuleMessage } from './errors/errors.messages.js';
import type { CacheRuntime } from './runtime/cache-runtime.js';
import { withShownObjects } from './options/hidden-options.js';
import { checkedOptions } from './options/option-checks.js';
import { realCache } from './cache/real-cache.js';
import { SsmCache } from './cache/ssm-cache.js';
import {
  checkAreListed,
  clientFactories,
  NAMED_CLIENTS_TOKEN,
  overrideToken,
  type ClientPair,
} from './client.providers.js';
import { ClientOverrides } from './config/client-overrides.js';
import { ConfigLifecycle } from './config/config-lifecycle.js';
import type { SsmCacheModuleOptions } from './options/ssm-cache-options.interface.js';
import type { SecretsManagerClientLike, SsmClientLike } from './sources/clients/aws-clients.interface.js';
import { secretsManagerClientOf, ssmClientOf } from './sources/clients/aws-clients.js';
import { SECRETS_MANAGER_CLIENT, SSM_CLIENT } from './ssm-cache.constants.js';
import { MODULE_OPTIONS_TOKEN } from './ssm-cache.module-definition.js';

/** What the engine takes from outside. */
export const RUNTIME_TOKEN = 'SSM_CACHE:RUNTIME';

/** Made at once, since it waits for nothing: before anybody can wait for options that never come. */
const REGISTRATION_CHECK_TOKEN = 'SSM_CACHE:REGISTRATION_CHECK';

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
  clients: Readonly<Record<string, ClientPair>>,
  runtime: Partial<CacheRuntime>,
  modules: ModulesContainer,
  moduleRef: ModuleRef,
): Promise<SsmCache> => {
  const { preload, preloadTimeout, ...cacheOptions } = checked(options);
  const timeout = preloadTimeoutOf({ preload, preloadTimeout });
  checkAreListed(cacheOptions.clients ?? {}, clients);
  const cache = new SsmCache({ ...cacheOptions, ssmClient, secretsManagerClient, clients }, runtime, true);
  try {
    const dependants = servedByHost(moduleOf(modules, moduleRef), modules);
    registerFeatureGroups(dependants(), cache);
    const binder = binderOf(cache);
    const bindings = timeout === undefined ? [] : bindDeclarations(dependants(), binder);
    binder.prepareRecoveries(dependants);
    checkListeners(dependants(), binder);
    if (timeout !== undefined) await preloadBindings(bindings, binder, timeout);
    return cache;
  } catch (error) {
    cache.close();
    throw error;
  }
};

/**
 * The modules that the cache of `host` is injected into, as long as Nest can make instances of them: a cache may be kept
 * for longer than its application, and keeps none of what Nest has made.
 */
const servedByHost = (host: ScannedModule, modules: ModulesContainer): (() => Iterable<ScannedModule>) => {
  const [weakHost, weakModules] = [new WeakRef(host), new WeakRef(modules)];
  return () => {
    const [own, all] = [weakHost.deref(), weakModules.deref()];
    return own === undefined || all === undefined ? [] : modulesServedBy(own, CACHE_TOKEN, all);
  };
};

interface Preload {
  readonly preload?: boolean | undefined;
  readonly preloadTimeout?: number | undefined;
}

/** In milliseconds; `undefined` if the start does not wait for values. */
const preloadTimeoutOf = ({
  preload = true,
  preloadTimeout = DEFAULT_PRELOAD_TIMEOUT,
}: Preload): number | undefined => (preload ? preloadTimeout * 1_000 : undefined);

/** What `forRootAsync()` made is known only now. */
const checked = (options: SsmCacheModuleOptions): SsmCacheModuleOptions =>
  checkedOptions(withShownObjects(options), 'module', 'SsmCacheModule options');

const makeSsmClient = (options: SsmCacheModuleOptions) => ssmClientOf(checked(options));

const makeSecretsManagerClient = (options: SsmCacheModuleOptions) => secretsManagerClientOf(checked(options));

const checkRegistration = (own: ScannedModule, modules: ModulesContainer): void => {
  checkIsOnlyGlobal(own, modules);
  checkOptionsCycle(own, MODULE_OPTIONS_TOKEN);
};

export const ssmCacheProviders: Provider[] = [
  {
    provide: REGISTRATION_CHECK_TOKEN,
    inject: [ModulesContainer, ModuleRef],
    useFactory: (modules: ModulesContainer, moduleRef: ModuleRef) =>
      checkRegistration(moduleOf(modules, moduleRef), modules),
  },
  {
    // What forRoot() or forRootAsync() provides comes after it, and replaces it.
    provide: MODULE_OPTIONS_TOKEN,
    useFactory: () => {
      throw new InvalidDeclarationError(bareModuleMessage, { names: ['SsmCacheModule'] });
    },
  },
  {
    provide: SSM_CLIENT,
    inject: [MODULE_OPTIONS_TOKEN],
    useFactory: makeSsmClient,
  },
  {
    provide: SECRETS_MANAGER_CLIENT,
    inject: [MODULE_OPTIONS_TOKEN],
    useFactory: makeSecretsManagerClient,
  },
  {
    provide: ClientOverrides,
    inject: [ModulesContainer, ModuleRef],
    useFactory: (modules: ModulesContainer, moduleRef: ModuleRef) => {
      const overrides = new ClientOverrides(
        moduleOf(modules, moduleRef).providers,
        clientFactories(makeSsmClient, makeSecretsManagerClient),
      );
      overrides.offerTo(modules);
      return overrides;
    },
  },
  { provide: NAMED_CLIENTS_TOKEN, useFactory: () => ({}) },
  ...[SSM_CLIENT, SECRETS_MANAGER_CLIENT].map((token) => ({
    provide: overrideToken(token),
    inject: [ClientOverrides, token],
    useFactory: (overrides: ClientOverrides, client: unknown) => overrides.settle(token, client),
  })),
  { provide: RUNTIME_TOKEN, useFactory: () => ({ logger: new Logger(SsmCache.name) }) },
  {
    provide: SsmCache,
    inject: [
      MODULE_OPTIONS_TOKEN,
      SSM_CLIENT,
      SECRETS_MANAGER_CLIENT,
      NAMED_CLIENTS_TOKEN,
      RUNTIME_TOKEN,
      ModulesContainer,
      ModuleRef,
      REGISTRATION_CHECK_TOKEN,
    ],
    useFactory: createCache,
  },
  { provide: CACHE_TOKEN, useExisting: SsmCache },
  {
    provide: LateProviders,
    inject: [ModulesContainer, ModuleRef],
    useFactory: (modules: ModulesContainer, moduleRef: ModuleRef) =>
      new LateProviders(moduleOf(modules, moduleRef)),
  },
  {
    provide: CacheLifecycle,
    inject: [MODULE_OPTIONS_TOKEN, SsmCache, NAMED_CLIENTS_TOKEN, SSM_CLIENT, SECRETS_MANAGER_CLIENT],
    useFactory: (
      options: SsmCacheModuleOptions,
      cache: SsmCache,
      named: Readonly<Record<string, ClientPair>>,
      ...clients: unknown[]
    ) => {
      const further = Object.values(named).flatMap((pair) => [pair.ssmClient, pair.secretsManagerClient]);
      return new CacheLifecycle(cache, [...clients, ...further], preloadTimeoutOf(options));
    },
  },
  {
    provide: ConfigLifecycle,
    inject: [ModulesContainer, SsmCache],
    useFactory: (modules: ModulesContainer, cache: unknown) => new ConfigLifecycle(modules, realCache(cache)),
  },
];
