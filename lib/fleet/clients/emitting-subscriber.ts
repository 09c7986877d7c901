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
  readonly onMessage?: (...args: unknown[]) => void;
  subscribe(): Promise<unknown>;
  /** Called when it is ready again. */
  subscribeAgain(): Promise<unknown>;
  /** Undoes the subscription, and ends a subscriber that was made for it. */
  stop(): void;
}

/** Subscribes, and listens to what becomes of the connection, until the signal is aborted. */
export const subscribeBy = async (
  { emitter, lost, onMessage, subscribe, subscribeAgain, stop }: EmittingSubscriber,
  { disconnected, reconnected }: ConnectionListener,
  signal: AbortSignal,
): Promise<void> => {
  let isSubscribed = false;
  const listeners = Object.entries({
    ...(onMessage && { message: onMessage }),
    [lost]: () => {
      if (isSubscribed) disconnected();
    },
    ready: () => {
      if (isSubscribed) subscribeAgain().then(reconnected, ignore);
    },
  });
  // It stays after the end: some errors come then, and one that nobody listens to would end the process.
  emitter.on('error', ignore);
  for (const [event, listener] of listeners) emitter.on(event, listener);
  await subscribeUntil(signal, subscribe, () => {
    for (const [event, listener] of listeners) emitter.off(event, listener);
    stop();
  });
  isSubscribed = true;
};
