/** What the clients emit events by. */
export interface Emitter {
  on(event: string, listener: (...args: unknown[]) => void): unknown;
  off(event: string, listener: (...args: unknown[]) => void): unknown;
}

/** Errors of a connection come back to whoever sends a command. An `error` event that nobody listens to would end the process. */
export const ignore = (): void => undefined;

/** Listens to several events. @returns what ends that; errors stay listened to, since some come after the end */
export const listen = (
  emitter: Emitter,
  listeners: Readonly<Record<string, (...args: unknown[]) => void>>,
): (() => void) => {
  for (const [event, listener] of Object.entries(listeners)) emitter.on(event, listener);
  return () => {
    for (const [event, listener] of Object.entries(listeners)) {
      if (listener !== ignore) emitter.off(event, listener);
    }
  };
};

/** Subscribes, and stops when the signal is aborted or subscribing fails. */
export const subscribedUntil = async (
  signal: AbortSignal,
  stop: () => void,
  subscribe: () => Promise<unknown>,
): Promise<void> => {
  if (signal.aborted) return stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await subscribe();
  } catch (error) {
    signal.removeEventListener('abort', stop);
    if (!signal.aborted) stop();
    throw error;
  }
};
