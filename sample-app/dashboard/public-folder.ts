import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The page's files are not compiled: they lie beside the sources, one folder further up when run from `dist`. */
export const PUBLIC_FOLDER = ['../public', '../../public']
  .map((path) => join(import.meta.dirname, path))
  .find((path) => existsSync(path))!;
