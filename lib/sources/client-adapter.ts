import { InvalidClientError } from '../errors/index.js';
import { invalidClientMessage } from '../errors/errors.messages.js';
import type { CommandClient, ParameterStoreClient, SecretsClient } from './aws-clients.interface.js';
import { loadSecretsManagerSdk, loadSsmSdk } from './sdk-loader.js';

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

/** A client by what it can do: the methods themselves, or `send(command)` with the commands of the SDK. */
export const adaptParameterStoreClient = (client: unknown, token: string): ParameterStoreClient => {
  if (has(client, 'getParameters')) return client as ParameterStoreClient;
  if (!isCommandClient(client)) {
    throw new InvalidClientError(invalidClientMessage(token, ['getParameters']), { names: [token] });
  }
  return {
    getParameters: async (input, options) => {
      const { GetParametersCommand } = await loadSsmSdk();
      return client.send(new GetParametersCommand(input), options);
    },
    getParametersByPath: async (input, options) => {
      const { GetParametersByPathCommand } = await loadSsmSdk();
      return client.send(new GetParametersByPathCommand(input), options);
    },
  };
};

export const adaptSecretsClient = (client: unknown, token: string): SecretsClient => {
  if (has(client, 'getSecretValue')) return client as SecretsClient;
  if (!isCommandClient(client)) {
    throw new InvalidClientError(invalidClientMessage(token, ['getSecretValue']), { names: [token] });
  }
  return {
    getSecretValue: async (input, options) => {
      const { GetSecretValueCommand } = await loadSecretsManagerSdk();
      return client.send(new GetSecretValueCommand(input), options);
    },
    batchGetSecretValue: async (input, options) => {
      const { BatchGetSecretValueCommand } = await loadSecretsManagerSdk();
      return client.send(new BatchGetSecretValueCommand(input), options);
    },
  };
};
