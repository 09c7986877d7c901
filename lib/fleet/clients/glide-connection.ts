import type { GlideLike } from '../../options/fleet-client.js';
import type { Connection, ConnectionListener } from './connection.interface.js';
import { ignore, subscribeUntil } from './subscribe-until.js';

/** In milliseconds. */
const SUBSCRIBE_TIMEOUT = 5_000;

interface GlideSubscriber {
  subscribe(channels: Iterable<string>, timeout: number): Promise<void>;
  unsubscribe(channels: Iterable<string>, timeout: number): Promise<void>;
  getPubSubMessage(): Promise<{ readonly channel: unknown; readonly message: unknown }>;
}

/** valkey-glide, also a cluster. It does not tell of a lost connection: the numbers of the messages do. */
export class GlideConnection implements Connection {
  constructor(
    private readonly client: GlideLike,
    private readonly subscriber: GlideLike,
  ) {}

  send(_key: string, command: readonly string[]): Promise<unknown> {
    return this.client.customCommand([...command]);
  }

  async subscribe(
    channel: string,
    onMessage: (message: string) => void,
    _listener: ConnectionListener,
    signal: AbortSignal,
  ): Promise<void> {
    const subscriber = this.subscriber as unknown as GlideSubscriber;
    const stop = (): void => void subscriber.unsubscribe([channel], SUBSCRIBE_TIMEOUT).catch(ignore);
    await subscribeUntil(signal, () => subscriber.subscribe([channel], SUBSCRIBE_TIMEOUT), stop);
    void receive(subscriber, channel, onMessage, signal);
  }
}

/** Takes one message after the other, until the signal is aborted or the application closes its client. */
const receive = async (
  subscriber: GlideSubscriber,
  channel: string,
  onMessage: (message: string) => void,
  signal: AbortSignal,
): Promise<void> => {
  try {
    while (!signal.aborted) {
      const { channel: from, message } = await subscriber.getPubSubMessage();
      if (String(from) === channel) onMessage(String(message));
    }
  } catch {
    // The client is closed.
  }
};
