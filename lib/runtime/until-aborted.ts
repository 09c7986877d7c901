/** Settles as `call` does, or rejects with the reason of `signal` if that is aborted before. */
export const untilAborted = <T>(signal: AbortSignal, call: () => Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    void call()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', abort));
  });
