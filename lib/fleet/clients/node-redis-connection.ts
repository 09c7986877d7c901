import type { NodeRedisClusterLike, NodeRedisLike } from '../../options/fleet-client.js';
import type { Connection, ConnectionListener } from './connection.interface.js';
import { subscribeBy, type Emitter } from './emitting-subscriber.js';
import { ignore } from './subscribe-until.js';

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

  subscribe(
    channel: string,
    onMessage: (message: string) => void,
    listener: ConnectionListener,
    signal: AbortSignal,
  ): Promise<void> {
    const isOurs = this.subscriber === undefined;
    const subscriber = (this.subscriber ?? this.client.duplicate()) as NodeRedisSubscriber;
    const onText = (message: string): void => onMessage(message);
    const subscribing = {
      emitter: subscriber,
      lost: 'reconnecting',
      subscribe: async () => {
        if (!subscriber.isOpen) await subscriber.connect();
        await subscriber.subscribe(channel, onText);
      },
      // It does so by itself.
      subscribeAgain: async () => undefined,
      stop: () => {
        if (!isOurs) subscriber.unsubscribe(channel, onText).catch(ignore);
        else if (subscriber.destroy === undefined) subscriber.disconnect().catch(ignore);
        else if (subscriber.isOpen) subscriber.destroy();
      },
    };
    return subscribeBy(subscribing, listener, signal);
  }
}
