import { InvalidClientError } from '../../errors/index.js';
import { invalidClientMessage } from '../../errors/errors.messages.js';
import type {
  CallOptions,
  CommandClient,
  ParameterStoreClient,
  SecretsClient,
} from './aws-clients.interface.js';
import type { ClientCalls } from '../calls/client-calls.js';
import { callClient } from './call-client.js';
import { commandSender, type SdkPackage } from './command-sender.js';
import { checkingEndpoint } from './malformed-endpoint.js';
import { loadSecretsManagerSdk, loadSsmSdk } from './sdk-loader.js';
import type { SecretsManagerSdk, SsmSdk } from './sdk.types.js';

const SSM: SdkPackage<SsmSdk> = {
  name: '@aws-sdk/client-ssm',
  methodsClient: 'new SSM()',
  load: loadSsmSdk,
  isOwnClient: (client, { SSMClient }) => client instanceof SSMClient,
};

const SECRETS_MANAGER: SdkPackage<SecretsManagerSdk> = {
  name: '@aws-sdk/client-secrets-manager',
  methodsClient: 'new SecretsManager()',
  load: loadSecretsManagerSdk,
  isOwnClient: (client, { SecretsManagerClient }) => client instanceof SecretsManagerClient,
};

type Methods = Record<string, unknown>;

const has = (client: unknown, method: string): boolean => {
  if ((typeof client !== 'object' && typeof client !== 'function') || client === null) return false;
  try {
    return typeof (client as Methods)[method] === 'function';
  } catch {
    return false;
  }
};

/** A method as it is when it is called: a test can replace it. */
const methodOf =
  (client: unknown, token: string, method: string) =>
  (input: object, options?: CallOptions): Promise<unknown> =>
    checkingEndpoint(
      client,
      callClient(token, `${method}()`, () =>
        (client as Record<string, (input: object, options?: CallOptions) => unknown>)[method]?.(
          input,
          options,
        ),
      ),
    );

const isCommandClient = (client: unknown): client is CommandClient => has(client, 'send');

const invalidClient = (token: string, method: string): InvalidClientError =>
  new InvalidClientError(invalidClientMessage(token, [method]), { names: [token] });

/** Throws an `InvalidClientError` for what can do neither. */
export const checkParameterStoreClient = (client: unknown, token: string): void => {
  if (!has(client, 'getParameters') && !isCommandClient(client)) throw invalidClient(token, 'getParameters');
};

/** The same for Secrets Manager. */
export const checkSecretsManagerClient = (client: unknown, token: string): void => {
  if (!has(client, 'getSecretValue') && !isCommandClient(client))
    throw invalidClient(token, 'getSecretValue');
};

/** A client by what it can do: the methods themselves, or `send(command)` with the commands of the SDK. */
export const adaptParameterStoreClient = (
  client: unknown,
  token: string,
  calls: Pick<ClientCalls, 'isStarting'>,
): ParameterStoreClient => {
  if (has(client, 'getParameters')) {
    return {
      getParameters: methodOf(client, token, 'getParameters'),
      ...(has(client, 'getParameter') && { getParameter: methodOf(client, token, 'getParameter') }),
      ...(has(client, 'getParametersByPath') && {
        getParametersByPath: methodOf(client, token, 'getParametersByPath'),
      }),
    };
  }
  if (!isCommandClient(client)) throw invalidClient(token, 'getParameters');
  const send = commandSender(client, calls, token, SSM);
  return {
    getParameters: (input, options) => send((sdk) => new sdk.GetParametersCommand(input), options),
    getParameter: (input, options) => send((sdk) => new sdk.GetParameterCommand(input), options),
    getParametersByPath: (input, options) =>
      send((sdk) => new sdk.GetParametersByPathCommand(input), options),
  };
};

export const adaptSecretsClient = (
  client: unknown,
  token: string,
  calls: Pick<ClientCalls, 'isStarting'>,
): SecretsClient => {
  if (has(client, 'getSecretValue')) {
    return {
      getSecretValue: methodOf(client, token, 'getSecretValue'),
      ...(has(client, 'batchGetSecretValue') && {
        batchGetSecretValue: methodOf(client, token, 'batchGetSecretValue'),
      }),
    };
  }
  if (!isCommandClient(client)) throw invalidClient(token, 'getSecretValue');
  const send = commandSender(client, calls, token, SECRETS_MANAGER);
  return {
    // The SDK keeps no answers.
    getSecretValue: (input, { abortSignal } = {}) =>
      send((sdk) => new sdk.GetSecretValueCommand(input), abortSignal && { abortSignal }),
    batchGetSecretValue: (input, options) =>
      send((sdk) => new sdk.BatchGetSecretValueCommand(input), options),
  };
};
