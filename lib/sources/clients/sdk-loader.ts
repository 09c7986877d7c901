import { InvalidClientError } from '../../errors/index.js';
import { missingSdkMessage } from '../../errors/errors.messages.js';
import type { SecretsManagerSdk, SqsSdk, SsmSdk } from './sdk.types.js';

const NOT_FOUND = new Set(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND']);

const explained = (error: NodeJS.ErrnoException, packageName: string): Error =>
  NOT_FOUND.has(error.code ?? '')
    ? new InvalidClientError(missingSdkMessage(packageName), { names: [packageName], cause: error })
    : error;

/** Imports only once what can be imported: a test runner that has ended refuses even what it has imported before. */
const once = <Sdk>(importSdk: () => Promise<Sdk>): (() => Promise<Sdk>) => {
  let sdk: Sdk | undefined;
  return async () => (sdk ??= await importSdk());
};

// Importing an SDK client takes about a tenth of a second, so it waits until one is needed. An import inside of `try` tells
// a bundler that the package may be missing.
export const loadSsmSdk = once(async (): Promise<SsmSdk> => {
  try {
    return await import('@aws-sdk/client-ssm');
  } catch (error) {
    throw explained(error as NodeJS.ErrnoException, '@aws-sdk/client-ssm');
  }
});

export const loadSecretsManagerSdk = once(async (): Promise<SecretsManagerSdk> => {
  try {
    return await import('@aws-sdk/client-secrets-manager');
  } catch (error) {
    throw explained(error as NodeJS.ErrnoException, '@aws-sdk/client-secrets-manager');
  }
});

export const loadSqsSdk = once(async (): Promise<SqsSdk> => {
  try {
    return await import('@aws-sdk/client-sqs');
  } catch (error) {
    throw explained(error as NodeJS.ErrnoException, '@aws-sdk/client-sqs');
  }
});
