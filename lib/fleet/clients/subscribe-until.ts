/** Errors of a connection come back to whoever sends a command. */
export const ignore = (): void => undefined;

/** Subscribes, and stops when the signal is aborted or subscribing fails. */
export const subscribeUntil = async (
  signal: AbortSignal,
  subscribe: () => Promise<unknown>,
  stop: () => void,
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
