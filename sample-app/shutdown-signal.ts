/**
 * Aborted when the process is told to end: Ctrl-C, `kill`, a closed terminal. Repeated signals change nothing: npm sends
 * its children another one for each that it gets, and so does a person who presses Ctrl-C again.
 */
export function shutdownSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => controller.abort());
  }
  return controller.signal;
}
