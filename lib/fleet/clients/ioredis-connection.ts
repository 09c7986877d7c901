import type { IoredisLike } from '../../options/fleet-client.js';
import type { Connection } from './connection.interface.js';
import { ignore, listen, subscribedUntil, type Emitter } from './emitter.js';

interface IoredisSubscriber extends Emitter {
  subscribe(channel: string): Promise<unknown>;
  unsubscribe(channel: string): Promise<unknown>;
  disconnect(): void;
}

/** ioredis and iovalkey, also a cluster of them. */
export class IoredisConnection implements Connection {
  constructor(
    private readonly client: IoredisLike,
    private readonly subscriber: IoredisLike | undefined,
  ) {}

  send(_key: string, [name, ...args]: readonly [name: string, ...args: string[]]): Promise<unknown> {
    return this.client.call(name, ...args);
  }

  /** ioredis subscribes again by itself after a reconnection, unless `autoResubscribe` is off: so it is asked in any case. */
  async subscribe(
    channel: string,
    onMessage: (message: string) => void,
    onReconnect: () => void,
    signal: AbortSignal,
  ): Promise<void> {
    const isOurs = this.subscriber === undefined;
    const subscriber = (this.subscriber ?? this.client.duplicate()) as IoredisSubscriber;
    let isSubscribed = false;
    const end = listen(subscriber, {
      error: ignore,
      message: (from, message) => {
        if (String(from) === channel) onMessage(String(message));
      },
      ready: () => {
        if (isSubscribed) subscriber.subscribe(channel).then(onReconnect, ignore);
      },
    });
    const stop = (): void => {
      end();
      if (isOurs) subscriber.disconnect();
      else subscriber.unsubscribe(channel).catch(ignore);
    };
    await subscribedUntil(signal, stop, () => subscriber.subscribe(channel));
    isSubscribed = true;
  }
}
