const WATCH_INTERVAL = 200;

/**
 * Aborted when the process is told to end: Ctrl-C, `kill`, a closed terminal. Repeated signals change nothing: npm sends
 * its children another one for each that it gets, and so does a person who presses Ctrl-C again.
 */
export function shutdownSignal(): AbortSignal {
  const controller = new AbortController();
  const abort = () => controller.abort();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, abort);
  if (process.env.npm_lifecycle_event) onParentGone(abort);
  return controller.signal;
}

/** Signals that npm hands on may end at the shell between it and us: that shell ends, and tells nobody. */
function onParentGone(abort: () => void): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) abort();
  }, WATCH_INTERVAL).unref();
}
