import type { ConnectionListener } from './connection.interface.js';
import { ignore, subscribeUntil } from './subscribe-until.js';

/** What clients emit events by. */
export interface Emitter {
  on(event: string, listener: (...args: unknown[]) => void): unknown;
  off(event: string, listener: (...args: unknown[]) => void): unknown;
}

/** How the subscriber of one client does it. */
export interface EmittingSubscriber {
  readonly emitter: Emitter;
  /** What it emits when its connection is lost. */
  readonly lost: string;
  /** Called with what it emits as messages. */
  onMessage?(...args: unknown[]): void;
  subscribe(): Promise<unknown>;
  /** Called when it is ready again. */
  subscribeAgain(): Promise<unknown>;
  /** Undoes the subscription, and ends a subscriber that was made for it. */
  stop(): void;
}

/** Subscribes, and listens to what becomes of the connection, until the signal is aborted. */
export const subscribeBy = async (
  subscriber: EmittingSubscriber,
  listener: ConnectionListener,
  signal: AbortSignal,
): Promise<void> => {
  const { emitter, lost } = subscriber;
  let isSubscribed = false;
  const listeners = Object.entries({
    message: (...args: unknown[]) => subscriber.onMessage?.(...args),
    [lost]: () => {
      if (isSubscribed) listener.disconnected();
    },
    ready: () => {
      if (isSubscribed) subscriber.subscribeAgain().then(() => listener.reconnected(), ignore);
    },
  });
  // It stays after the end: some errors come then, and one that nobody listens to would end the process.
  emitter.on('error', ignore);
  for (const [event, listen] of listeners) emitter.on(event, listen);
  const stop = (): void => {
    for (const [event, listen] of listeners) emitter.off(event, listen);
    subscriber.stop();
  };
  await subscribeUntil(signal, () => subscriber.subscribe(), stop);
  isSubscribed = true;
};
