import { InvalidClientError } from '../errors/index.js';
import { missingSdkMessage } from '../errors/errors.messages.js';

const SSM_PACKAGE = '@aws-sdk/client-ssm';
const SECRETS_MANAGER_PACKAGE = '@aws-sdk/client-secrets-manager';

/** Importing an SDK client takes about a tenth of a second, so it waits until one is needed. */
export const loadSsmSdk = (): Promise<typeof import('@aws-sdk/client-ssm')> =>
  load(() => import('@aws-sdk/client-ssm'), SSM_PACKAGE);

export const loadSecretsManagerSdk = (): Promise<typeof import('@aws-sdk/client-secrets-manager')> =>
  load(() => import('@aws-sdk/client-secrets-manager'), SECRETS_MANAGER_PACKAGE);

const NOT_FOUND = ['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'];

const load = async <T>(importPackage: () => Promise<T>, packageName: string): Promise<T> => {
  try {
    return await importPackage();
  } catch (error) {
    if (!NOT_FOUND.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    throw new InvalidClientError(missingSdkMessage(packageName), { names: [packageName], cause: error });
  }
};
