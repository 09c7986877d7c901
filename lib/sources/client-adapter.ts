import { InvalidClientError } from '../errors/index.js';
import { invalidClientMessage } from '../errors/errors.messages.js';
import type {
  CallOptions,
  CommandClient,
  ParameterStoreClient,
  SecretsClient,
} from './aws-clients.interface.js';
import type { CallPace } from './call-pace.js';
import { loadSecretsManagerSdk, loadSsmSdk } from './sdk-loader.js';
import { sendUnrepeated, type SdkCommand } from './unrepeated-command.js';

type Methods = Record<string, unknown>;

const has = (client: unknown, ...methods: string[]): boolean =>
  (typeof client === 'object' || typeof client === 'function') &&
  client !== null &&
  methods.every((method) => typeof (client as Methods)[method] === 'function');

const isCommandClient = (client: unknown): client is CommandClient => has(client, 'send');

/** The SDK's own client has a middleware stack; one with methods beside `send` too. */
const isSdkClient = (client: unknown): boolean =>
  isCommandClient(client) && typeof (client as { middlewareStack?: unknown }).middlewareStack === 'object';

const hasMethods = (client: unknown, method: string): boolean => has(client, method) && !isSdkClient(client);

/** While the calls are paced, the SDK leaves it to the pace to repeat throttled ones. */
const sender =
  (client: CommandClient, pace: CallPace) =>
  (command: SdkCommand, options?: CallOptions): Promise<unknown> =>
    pace.isOn
      ? sendUnrepeated(command, (unrepeated) => client.send(unrepeated, options))
      : client.send(command, options);

/** A client by what it can do: the methods themselves, or `send(command)` with the commands of the SDK. */
export const adaptParameterStoreClient = (
  client: unknown,
  token: string,
  pace: CallPace,
): ParameterStoreClient => {
  if (hasMethods(client, 'getParameters')) return client as ParameterStoreClient;
  if (!isCommandClient(client)) {
    throw new InvalidClientError(invalidClientMessage(token, ['getParameters']), { names: [token] });
  }
  const send = sender(client, pace);
  return {
    getParameters: async (input, options) => {
      const { GetParametersCommand } = await loadSsmSdk();
      return send(new GetParametersCommand(input), options);
    },
    getParametersByPath: async (input, options) => {
      const { GetParametersByPathCommand } = await loadSsmSdk();
      return send(new GetParametersByPathCommand(input), options);
    },
  };
};

export const adaptSecretsClient = (client: unknown, token: string, pace: CallPace): SecretsClient => {
  if (hasMethods(client, 'getSecretValue')) return client as SecretsClient;
  if (!isCommandClient(client)) {
    throw new InvalidClientError(invalidClientMessage(token, ['getSecretValue']), { names: [token] });
  }
  const send = sender(client, pace);
  return {
    getSecretValue: async (input, options) => {
      const { GetSecretValueCommand } = await loadSecretsManagerSdk();
      return send(new GetSecretValueCommand(input), options);
    },
    batchGetSecretValue: async (input, options) => {
      const { BatchGetSecretValueCommand } = await loadSecretsManagerSdk();
      return send(new BatchGetSecretValueCommand(input), options);
    },
  };
};
