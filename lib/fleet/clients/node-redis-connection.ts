import type { NodeRedisClusterLike, NodeRedisLike } from '../../options/fleet-client.js';
import type { Connection } from './connection.interface.js';
import { ignore, listen, subscribedUntil, type Emitter } from './emitter.js';

interface NodeRedisSubscriber extends Emitter {
  readonly isOpen: boolean;
  connect(): Promise<unknown>;
  subscribe(channel: string, listener: (message: string) => void): Promise<unknown>;
  unsubscribe(channel: string, listener: (message: string) => void): Promise<unknown>;
  /** Since version 5. */
  destroy?(): void;
  disconnect(): Promise<unknown>;
}

type Send = Connection['send'];

/** node-redis from version 4, also a cluster. */
export class NodeRedisConnection implements Connection {
  readonly send: Send;

  constructor(
    private readonly client: NodeRedisLike | NodeRedisClusterLike,
    private readonly subscriber: NodeRedisLike | NodeRedisClusterLike | undefined,
    isCluster: boolean,
  ) {
    this.send = isCluster
      ? (key, command) => (client as NodeRedisClusterLike).sendCommand(key, false, [...command])
      : (_key, command) => (client as NodeRedisLike).sendCommand([...command]);
  }

  /** node-redis subscribes again by itself after a reconnection. */
  async subscribe(
    channel: string,
    onMessage: (message: string) => void,
    onReconnect: () => void,
    signal: AbortSignal,
  ): Promise<void> {
    const isOurs = this.subscriber === undefined;
    const subscriber = (this.subscriber ?? this.client.duplicate()) as NodeRedisSubscriber;
    let isSubscribed = false;
    const onText = (message: string): void => onMessage(message);
    const end = listen(subscriber, {
      error: ignore,
      ready: () => {
        if (isSubscribed) onReconnect();
      },
    });
    const stop = (): void => {
      end();
      if (!isOurs) subscriber.unsubscribe(channel, onText).catch(ignore);
      else if (subscriber.destroy === undefined) subscriber.disconnect().catch(ignore);
      else if (subscriber.isOpen) subscriber.destroy();
    };
    await subscribedUntil(signal, stop, async () => {
      if (!subscriber.isOpen) await subscriber.connect();
      await subscriber.subscribe(channel, onText);
    });
    isSubscribed = true;
  }
}
