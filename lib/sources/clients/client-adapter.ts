import { InvalidClientError } from '../../errors/index.js';
import { invalidClientMessage } from '../../errors/errors.messages.js';
import type { CommandClient, ParameterStoreClient, SecretsClient } from './aws-clients.interface.js';
import type { CallPacer } from '../calls/call-pacer.js';
import { commandSender, type SdkPackage } from './command-sender.js';
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

const isCommandClient = (client: unknown): client is CommandClient => has(client, 'send');

const invalidClient = (token: string, method: string): InvalidClientError =>
  new InvalidClientError(invalidClientMessage(token, [method]), { names: [token] });

/** Throws an `InvalidClientError` for what can do neither. */
export const checkParameterStoreClient = (client: unknown, token: string): void => {
  if (!has(client, 'getParameters') && !isCommandClient(client)) throw invalidClient(token, 'getParameters');
};

/** A client by what it can do: the methods themselves, or `send(command)` with the commands of the SDK. */
export const adaptParameterStoreClient = (
  client: unknown,
  token: string,
  pace: CallPacer,
): ParameterStoreClient => {
  if (has(client, 'getParameters')) return client as ParameterStoreClient;
  if (!isCommandClient(client)) throw invalidClient(token, 'getParameters');
  const send = commandSender(client, pace, token, SSM);
  return {
    getParameters: (input, options) => send((sdk) => new sdk.GetParametersCommand(input), options),
    getParameter: (input, options) => send((sdk) => new sdk.GetParameterCommand(input), options),
    getParametersByPath: (input, options) =>
      send((sdk) => new sdk.GetParametersByPathCommand(input), options),
  };
};

export const adaptSecretsClient = (client: unknown, token: string, pace: CallPacer): SecretsClient => {
  if (has(client, 'getSecretValue')) return client as SecretsClient;
  if (!isCommandClient(client)) throw invalidClient(token, 'getSecretValue');
  const send = commandSender(client, pace, token, SECRETS_MANAGER);
  return {
    getSecretValue: (input, options) => send((sdk) => new sdk.GetSecretValueCommand(input), options),
    batchGetSecretValue: (input, options) =>
      send((sdk) => new sdk.BatchGetSecretValueCommand(input), options),
  };
};
