import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { clientsNamedIn, unregisteredGroupsIn } from '../../binding/named-groups.js';
import {
  getSecretsManagerClientToken,
  getSsmClientToken,
  SECRETS_MANAGER_CLIENT,
  SSM_CLIENT,
  SsmCacheModule,
} from '../../index.js';
import { clientTokens, NAMED_CLIENTS_TOKEN } from '../../client.providers.js';
import { InMemoryParameterStore } from '../in-memory-parameter-store.js';
import { InMemorySecretsManager } from '../in-memory-secrets-manager.js';
import type { SsmCacheTestingOptions } from './ssm-cache-testing-options.interface.js';

/**
 * Imported by a unit test in place of `SsmCacheModule`: the same cache, with values instead of AWS. Types are converted,
 * transforms and schemas are applied, and `@RefreshOnError()` refreshes.
 *
 * @example
 * ```ts
 * const module = await Test.createTestingModule({
 *   imports: [SsmCacheTestingModule.register({ parameters: { '/orders/limit': '10' } })],
 *   providers: [OrdersService],
 * }).compile();
 * module.get(OrdersService).limit; // 10
 * ```
 *
 * @publicApi
 */
@Module({})
export class SsmCacheTestingModule {
  /**
   * The module with these values. A group or a client that a decorator names needs no registration; all clients have the same
   * values.
   *
   * To change a value, inject `InMemoryParameterStore` or `InMemorySecretsManager`, and then call `SsmCache.refresh()`:
   * a value can be refreshed as often as the test likes, since `minRefreshInterval` is 0 here.
   *
   * @param options the values by name, and options of the module
   * @returns a global module
   * @throws when the testing module is compiled, `PreloadError` for each declared name that is not among the values
   *
   * @example
   * ```ts
   * module.get(InMemoryParameterStore).put('/orders/limit', '20');
   * await module.get(SsmCache).refresh();
   * ```
   */
  static register({
    parameters,
    secrets,
    clientNames = [],
    ...options
  }: SsmCacheTestingOptions = {}): DynamicModule {
    const cacheModule = SsmCacheModule.forRootAsync({
      groupNames: Object.keys(options.groups ?? {}),
      inject: [ModulesContainer],
      useFactory: (modules: ModulesContainer) => ({
        minRefreshInterval: 0,
        ...options,
        groups: { ...groupsNamedIn(modules), ...options.groups },
      }),
    });
    return {
      ...cacheModule,
      providers: [...(cacheModule.providers ?? []), ...inMemoryClients(parameters, secrets, clientNames)],
      exports: [
        ...(cacheModule.exports ?? []),
        ...clientTokens(clientNames),
        InMemoryParameterStore,
        InMemorySecretsManager,
      ],
    };
  }
}

const groupsNamedIn = (modules: ModulesContainer): NonNullable<SsmCacheTestingOptions['groups']> =>
  Object.fromEntries(unregisteredGroupsIn([...modules.values()]).map((name) => [name, {}]));

/** Each application has services of its own, so that no test sees what another test changed. */
const inMemoryClients = (
  parameters: SsmCacheTestingOptions['parameters'],
  secrets: SsmCacheTestingOptions['secrets'],
  clientNames: readonly string[],
): Provider[] => [
  { provide: InMemorySecretsManager, useFactory: () => new InMemorySecretsManager(secrets) },
  {
    provide: InMemoryParameterStore,
    inject: [InMemorySecretsManager],
    useFactory: (secretsManager: InMemorySecretsManager) =>
      new InMemoryParameterStore(parameters, { secretsManager }),
  },
  {
    provide: NAMED_CLIENTS_TOKEN,
    inject: [ModulesContainer, InMemoryParameterStore, InMemorySecretsManager],
    useFactory: (modules: ModulesContainer, ssmClient: object, secretsManagerClient: object) =>
      Object.fromEntries(
        [...clientsNamedIn([...modules.values()]), ...clientNames].map(
          (name) => [name, { ssmClient, secretsManagerClient }] as const,
        ),
      ),
  },
  { provide: SSM_CLIENT, useExisting: InMemoryParameterStore },
  { provide: SECRETS_MANAGER_CLIENT, useExisting: InMemorySecretsManager },
  ...clientNames.flatMap((name) => [
    { provide: getSsmClientToken(name), useExisting: InMemoryParameterStore },
    { provide: getSecretsManagerClientToken(name), useExisting: InMemorySecretsManager },
  ]),
];
