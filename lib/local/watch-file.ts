import { watch } from 'node:fs';
import { basename, dirname } from 'node:path';

/**
 * Calls `changed` after a file was saved, until `signal` is aborted. It keeps no process alive.
 *
 * The folder is watched, since many editors write a new file and rename it.
 */
export const watchFile = (file: string, signal: AbortSignal, changed: () => Promise<void>): void => {
  if (signal.aborted) return;
  const name = basename(file);
  let last = Promise.resolve();
  let isAsked = false;
  const watcher = watch(dirname(file), { persistent: false, signal }, (_event, saved) => {
    if ((saved !== null && saved !== name) || isAsked) return;
    isAsked = true;
    last = last.then(async () => {
      await new Promise(setImmediate);
      isAsked = false;
      await changed();
    });
  });
  // A folder that is removed or cannot be watched: the values stay as they are.
  watcher.on('error', () => watcher.close());
};
