import { readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** Where a path leads through all symbolic links, also if the file, or a folder on the way, is not there yet. */
export function linkTarget(file: string): string {
  const path = resolve(file);
  const real = unlessMissing(() => realpathSync(path));
  if (real !== undefined || dirname(path) === path) return real ?? path;
  const folder = linkTarget(dirname(path));
  const link = unlessMissing(() => readlinkSync(path));
  return link === undefined ? join(folder, basename(path)) : linkTarget(resolve(folder, link));
}

/** What is not there is `ENOENT`, what is no link `EINVAL`. */
function unlessMissing(read: () => string): string | undefined {
  try {
    return read();
  } catch (error) {
    if (['ENOENT', 'EINVAL'].includes(String((error as NodeJS.ErrnoException).code))) return undefined;
    throw error;
  }
}
