import type { FleetListener } from '../../options/fleet-store.interface.js';

/** What is told of a connection, by clients that tell it. */
export type ConnectionListener = Pick<FleetListener, 'disconnected' | 'reconnected'>;

/** What a fleet needs of a client, whichever it is. Commands are in lower case: some clients prefix keys only then. */
export interface Connection {
  /** @param key a key of the command, by which a cluster finds the node */
  send(key: string, command: readonly [name: string, ...args: string[]]): Promise<unknown>;

  /**
   * Hears of a channel from the time at which the promise is fulfilled.
   *
   * @param onMessage called with each message
   * @param signal ends that, also before the promise is fulfilled: a server that is down would be tried for ever
   */
  subscribe(
    channel: string,
    onMessage: (message: string) => void,
    listener: ConnectionListener,
    signal: AbortSignal,
  ): Promise<void>;
}
