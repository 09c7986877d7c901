import { InvalidClientError } from '../../errors/index.js';
import { foreignClientMessage } from '../../errors/errors.messages.js';
import type { CallOptions, CommandClient } from './aws-clients.interface.js';
import type { ClientCalls } from '../calls/client-calls.js';
import { callClient, checkingEndpoint } from './call-client.js';
import { has } from './client-shape.js';
import { LazyClient } from './lazy-client.js';
import { sendUnrepeated, type SdkCommand } from './unrepeated-command.js';

/** What has to be known of a package of the SDK to send its commands. */
export interface SdkPackage<Sdk> {
  readonly name: string;
  /** The client of it that has a method for each operation, and so needs no commands of ours. */
  readonly methodsClient: string;
  load(): Promise<Sdk>;
  isOwnClient(client: object, sdk: Sdk): boolean;
}

/** Whether a client serialises and signs, which takes its time. */
export const isOfSdk = (client: unknown): boolean =>
  has(client, 'send') && 'middlewareStack' in (client as object);

/** Sends a command that is made of a package of the SDK. */
export type CommandSender<Sdk> = (make: (sdk: Sdk) => SdkCommand, options?: CallOptions) => Promise<unknown>;

/**
 * Sends commands of our copy of a package. A client of another copy may not know how to: then it throws at once, before
 * anything is sent, and always will. While the application starts, throttled calls are repeated by `calls`,
 * not by the SDK.
 */
export const commandSender =
  <Sdk>(
    client: CommandClient,
    calls: Pick<ClientCalls, 'isStarting' | 'turn'>,
    token: string,
    sdkPackage: SdkPackage<Sdk>,
  ): CommandSender<Sdk> =>
  async (make, options) => {
    const sdk = await sdkPackage.load();
    const isLazy = client instanceof LazyClient;
    if (isOfSdk(client) && !isLazy) {
      await calls.turn();
      options?.abortSignal?.throwIfAborted();
    }
    const send = (command: SdkCommand): Promise<unknown> => {
      if (isLazy) return client.send(command, options, calls.turn);
      return isOfSdk(client)
        ? checkingEndpoint(client, client.send(command, options))
        : callClient(client, token, 'send()', () => client.send(command, options));
    };
    const command = make(sdk);
    try {
      return calls.isStarting ? sendUnrepeated(command, send) : send(command);
    } catch (error) {
      if (!isOfSdk(client) || sdkPackage.isOwnClient(client, sdk)) throw error;
      const message = foreignClientMessage(token, sdkPackage.name, sdkPackage.methodsClient);
      throw new InvalidClientError(message, { names: [token] });
    }
  };
