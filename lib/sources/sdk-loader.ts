import { InvalidClientError } from '../errors/index.js';
import { missingSdkMessage } from '../errors/errors.messages.js';
import type { SecretsManagerSdk, SsmSdk } from './sdk.types.js';

const SSM_PACKAGE = '@aws-sdk/client-ssm';
const SECRETS_MANAGER_PACKAGE = '@aws-sdk/client-secrets-manager';

/** Importing an SDK client takes about a tenth of a second, so it waits until one is needed. */
export const loadSsmSdk = (): Promise<SsmSdk> => load(() => import('@aws-sdk/client-ssm'), SSM_PACKAGE);

export const loadSecretsManagerSdk = (): Promise<SecretsManagerSdk> =>
  load(() => import('@aws-sdk/client-secrets-manager'), SECRETS_MANAGER_PACKAGE);

const NOT_FOUND = new Set(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND']);

const load = async <T>(importPackage: () => Promise<T>, packageName: string): Promise<T> => {
  try {
    return await importPackage();
  } catch (error) {
    if (!NOT_FOUND.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
    throw new InvalidClientError(missingSdkMessage(packageName), { names: [packageName], cause: error });
  }
};
