import { watch } from 'node:fs';
import { basename, dirname } from 'node:path';

/**
 * Calls `changed` after a file was saved, until `signal` is aborted. It keeps no process alive.
 *
 * The folder is watched, since many editors write a new file and rename it.
 *
 * @param failed learns the code of the error where the folder cannot be watched, or no longer
 */
export const watchFile = (
  file: string,
  signal: AbortSignal,
  changed: () => Promise<void>,
  failed: (code: string) => void,
): void => {
  if (signal.aborted) return;
  const name = basename(file);
  let last = Promise.resolve();
  let isAsked = false;
  const onEvent = (_event: string, saved: string | null): void => {
    if ((saved !== null && saved !== name) || isAsked) return;
    isAsked = true;
    last = last.then(async () => {
      await new Promise(setImmediate);
      isAsked = false;
      await changed();
    });
  };
  try {
    const watcher = watch(dirname(file), { persistent: false, signal }, onEvent);
    watcher.on('error', (error) => {
      watcher.close();
      failed(codeOf(error));
    });
  } catch (error) {
    // A machine has a limit of folders that are watched, which other programs may have used up.
    failed(codeOf(error));
  }
};

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown';
