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
