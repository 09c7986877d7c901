import { InvalidClientError } from '../errors/index.js';
import { missingSdkMessage } from '../errors/errors.messages.js';
import type { SecretsManagerSdk, SsmSdk } from './sdk.types.js';

const NOT_FOUND = new Set(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND']);

const explain =
  (packageName: string) =>
  (error: NodeJS.ErrnoException): never => {
    if (!NOT_FOUND.has(error.code ?? '')) throw error;
    throw new InvalidClientError(missingSdkMessage(packageName), { names: [packageName], cause: error });
  };

/** Imports only once what can be imported: a test runner that has ended refuses even what it has imported before. */
const once = <Sdk>(importSdk: () => Promise<Sdk>): (() => Promise<Sdk>) => {
  let sdk: Sdk | undefined;
  return async () => (sdk ??= await importSdk());
};

// Importing an SDK client takes about a tenth of a second, so it waits until one is needed. With `catch()` at the very
// import a bundler knows that the package may be missing.
export const loadSsmSdk = once((): Promise<SsmSdk> =>
  import('@aws-sdk/client-ssm').catch(explain('@aws-sdk/client-ssm')),
);

export const loadSecretsManagerSdk = once((): Promise<SecretsManagerSdk> =>
  import('@aws-sdk/client-secrets-manager').catch(explain('@aws-sdk/client-secrets-manager')),
);
