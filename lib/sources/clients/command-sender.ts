import { InvalidClientError } from '../../errors/index.js';
import { foreignClientMessage } from '../../errors/errors.messages.js';
import type { CallOptions, CommandClient } from './aws-clients.interface.js';
import type { CallPacer } from '../calls/call-pacer.js';
import { sendUnrepeated, type SdkCommand } from './unrepeated-command.js';

/** What has to be known of a package of the SDK to send its commands. */
export interface SdkPackage<Sdk> {
  readonly name: string;
  /** The client of it that has a method for each operation, and so needs no commands of ours. */
  readonly methodsClient: string;
  load(): Promise<Sdk>;
  isOwnClient(client: object, sdk: Sdk): boolean;
}

/** Sends a command that is made of a package of the SDK. */
export type CommandSender<Sdk> = (make: (sdk: Sdk) => SdkCommand, options?: CallOptions) => Promise<unknown>;

/**
 * Sends commands of our copy of a package. A client of another copy may not know how to: then it throws at once, before
 * anything is sent, and always will. While the calls are paced, the SDK leaves it to the pace to repeat throttled ones.
 */
export const commandSender =
  <Sdk>(
    client: CommandClient,
    pace: CallPacer,
    token: string,
    sdkPackage: SdkPackage<Sdk>,
  ): CommandSender<Sdk> =>
  async (make, options) => {
    const sdk = await sdkPackage.load();
    const send = (command: SdkCommand): Promise<unknown> => client.send(command, options);
    const command = make(sdk);
    try {
      return pace.isOn ? sendUnrepeated(command, send) : send(command);
    } catch (error) {
      if (!('middlewareStack' in client) || sdkPackage.isOwnClient(client, sdk)) throw error;
      const message = foreignClientMessage(token, sdkPackage.name, sdkPackage.methodsClient);
      throw new InvalidClientError(message, { names: [token] });
    }
  };
