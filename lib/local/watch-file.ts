import { type FSWatcher, realpathSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

/**
 * Calls `changed` after a file was saved, until `signal` is aborted. It keeps no process alive.
 *
 * The folder is watched, since many editors write a new file and rename it. Of a link, the folder that it leads to is watched, too.
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
  const ask = inTurn(changed);
  let target = file;
  let ofTarget: FSWatcher | undefined;
  /** @returns whether the link leads to another file than before */
  const follow = (): boolean => {
    const now = realPath(file);
    if (now === undefined || now === target) return false;
    target = now;
    ofTarget?.close();
    ofTarget = watchFolder(dirname(now));
    return true;
  };
  const watchFolder = (folder: string): FSWatcher | undefined => {
    try {
      return watch(folder, { persistent: false, signal }, (_event, saved) => {
        const isOther = follow();
        if (isOther || saved === null || [file, target].some((one) => basename(one) === saved)) ask();
      }).on('error', function (this: FSWatcher, error) {
        this.close();
        failed(codeOf(error));
      });
    } catch (error) {
      // A machine has a limit of folders that are watched, which other programs may have used up.
      failed(codeOf(error));
      return undefined;
    }
  };
  watchFolder(dirname(file));
  follow();
};

/** Calls that are asked for in one turn are one, and each begins after the one before has ended. */
const inTurn = (call: () => Promise<void>): (() => void) => {
  let last = Promise.resolve();
  let isAsked = false;
  return () => {
    if (isAsked) return;
    isAsked = true;
    last = last.then(async () => {
      await new Promise(setImmediate);
      isAsked = false;
      await call();
    });
  };
};

/** `undefined` where nothing is, as while an editor renames a file. */
const realPath = (file: string): string | undefined => {
  try {
    return realpathSync(file);
  } catch {
    return undefined;
  }
};

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown';
