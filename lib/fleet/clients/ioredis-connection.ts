import type { IoredisLike } from '../../options/fleet-client.js';
import type { Connection, ConnectionListener } from './connection.interface.js';
import { subscribeBy, type Emitter } from './emitting-subscriber.js';
import { ignore } from './subscribe-until.js';

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

  subscribe(
    channel: string,
    onMessage: (message: string) => void,
    listener: ConnectionListener,
    signal: AbortSignal,
  ): Promise<void> {
    const isOurs = this.subscriber === undefined;
    const subscriber = (this.subscriber ?? this.client.duplicate()) as IoredisSubscriber;
    const subscribe = (): Promise<unknown> => subscriber.subscribe(channel);
    const subscribing = {
      emitter: subscriber,
      lost: 'close',
      onMessage: (from: unknown, message: unknown) => {
        if (String(from) === channel) onMessage(String(message));
      },
      subscribe,
      // It does so by itself, unless `autoResubscribe` is off.
      subscribeAgain: subscribe,
      stop: () => {
        if (isOurs) subscriber.disconnect();
        else subscriber.unsubscribe(channel).catch(ignore);
      },
    };
    return subscribeBy(subscribing, listener, signal);
  }
}
