import { clientToken } from './sources/clients/client-token.js';

/**
 * The token of the client for Parameter Store. Override it with a fake in tests.
 *
 * @example
 * ```ts
 * Test.createTestingModule({ imports: [AppModule] })
 *   .overrideProvider(SSM_CLIENT)
 *   .useValue(new InMemoryParameterStore({ '/prod/db/host': 'localhost' }));
 * ```
 *
 * @publicApi
 */
export const SSM_CLIENT = 'SSM_CACHE:SSM_CLIENT';

/**
 * The token of the client for Secrets Manager. Override it with a fake in tests.
 *
 * @publicApi
 */
export const SECRETS_MANAGER_CLIENT = 'SSM_CACHE:SECRETS_MANAGER_CLIENT';

/**
 * The token of the Parameter Store client of a name, which is among `clients` of the module; of `default`, `SSM_CLIENT`.
 *
 * @example
 * ```ts
 * Test.createTestingModule({ imports: [AppModule] })
 *   .overrideProvider(getSsmClientToken('payments'))
 *   .useValue(new InMemoryParameterStore({ '/prod/db/host': 'localhost' }));
 * ```
 *
 * @publicApi
 */
export const getSsmClientToken = (client: string): string => clientToken(SSM_CLIENT, client);

/**
 * The token of the Secrets Manager client of a name, which is among `clients` of the module; of `default`,
 * `SECRETS_MANAGER_CLIENT`.
 *
 * @example
 * ```ts
 * builder.overrideProvider(getSecretsManagerClientToken('payments')).useValue(new InMemorySecretsManager());
 * ```
 *
 * @publicApi
 */
export const getSecretsManagerClientToken = (client: string): string =>
  clientToken(SECRETS_MANAGER_CLIENT, client);
