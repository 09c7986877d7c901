import type {
  CallOptions,
  CommandClient,
  ParameterStoreClient,
  QueueClient,
  SecretsClient,
} from './aws-clients.interface.js';
import type { ClientCalls } from '../calls/client-calls.js';
import { callClient } from './call-client.js';
import {
  checkParameterStoreClient,
  checkQueueClient,
  checkSecretsManagerClient,
  has,
} from './client-shape.js';
import { commandSender, isOfSdk, type SdkPackage } from './command-sender.js';
import { loadSecretsManagerSdk, loadSqsSdk, loadSsmSdk } from './sdk-loader.js';
import type { SecretsManagerSdk, SqsSdk, SsmSdk } from './sdk.types.js';

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

const SQS: SdkPackage<SqsSdk> = {
  name: '@aws-sdk/client-sqs',
  methodsClient: 'new SQS()',
  load: loadSqsSdk,
  isOwnClient: (client, { SQSClient }) => client instanceof SQSClient,
};

const AT_ONCE = (): Promise<void> => Promise.resolve();

/** A method as it is when it is called: a test can replace it. */
const methodOf =
  (client: unknown, token: string, method: string, turn: ClientCalls['turn']) =>
  async (input: object, options?: CallOptions): Promise<unknown> => {
    if (isOfSdk(client)) await turn();
    options?.abortSignal?.throwIfAborted();
    return callClient(client, token, `${method}()`, () =>
      (client as Record<string, (input: object, options?: CallOptions) => unknown>)[method]?.(input, options),
    );
  };

/** A client by what it can do: the methods themselves, or `send(command)` with the commands of the SDK. */
export const adaptParameterStoreClient = (
  client: unknown,
  token: string,
  calls: Pick<ClientCalls, 'isStarting' | 'turn'>,
): ParameterStoreClient => {
  if (has(client, 'getParameters')) {
    return {
      getParameters: methodOf(client, token, 'getParameters', calls.turn),
      ...(has(client, 'getParameter') && {
        getParameter: methodOf(client, token, 'getParameter', calls.turn),
      }),
      ...(has(client, 'getParametersByPath') && {
        getParametersByPath: methodOf(client, token, 'getParametersByPath', calls.turn),
      }),
    };
  }
  checkParameterStoreClient(client, token);
  const send = commandSender(client as CommandClient, calls, token, SSM);
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
  calls: Pick<ClientCalls, 'isStarting' | 'turn'>,
): SecretsClient => {
  if (has(client, 'getSecretValue')) {
    return {
      getSecretValue: methodOf(client, token, 'getSecretValue', calls.turn),
      ...(has(client, 'batchGetSecretValue') && {
        batchGetSecretValue: methodOf(client, token, 'batchGetSecretValue', calls.turn),
      }),
    };
  }
  checkSecretsManagerClient(client, token);
  const send = commandSender(client as CommandClient, calls, token, SECRETS_MANAGER);
  return {
    // The SDK keeps no answers.
    getSecretValue: (input, { abortSignal } = {}) =>
      send((sdk) => new sdk.GetSecretValueCommand(input), abortSignal && { abortSignal }),
    batchGetSecretValue: (input, options) =>
      send((sdk) => new sdk.BatchGetSecretValueCommand(input), options),
  };
};

/** @throws `InvalidClientError` for what can neither receive and delete messages nor send commands */
export const adaptQueueClient = (client: unknown, token: string): QueueClient => {
  if (has(client, 'receiveMessage') && has(client, 'deleteMessageBatch')) {
    return {
      receiveMessage: methodOf(client, token, 'receiveMessage', AT_ONCE),
      deleteMessageBatch: methodOf(client, token, 'deleteMessageBatch', AT_ONCE),
    };
  }
  checkQueueClient(client, token);
  const send = commandSender(client as CommandClient, { isStarting: false, turn: AT_ONCE }, token, SQS);
  return {
    receiveMessage: (input, options) => send((sdk) => new sdk.ReceiveMessageCommand(input), options),
    deleteMessageBatch: (input, options) => send((sdk) => new sdk.DeleteMessageBatchCommand(input), options),
  };
};
