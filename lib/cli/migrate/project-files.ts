import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../usage.error.js';

/** The sources in files and folders, with their texts. */
export const projectFiles = (
  places: readonly string[],
): readonly (readonly [file: string, text: string])[] => {
  const files = [...new Set(places.flatMap(filesIn))].toSorted();
  return files.map((file) => [file, readFileSync(file, 'utf8')]);
};

const filesIn = (place: string): readonly string[] => {
  if (!existsSync(place)) {
    throw new UsageError(`There is no folder ${place}. Give the folder of the sources, such as src.`);
  }
  if (!statSync(place).isDirectory()) return isSource(place) ? [place] : [];
  return readdirSync(place, { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules' && name !== 'dist' && !name.startsWith('.'))
    .flatMap((entry) => {
      const path = join(place, entry.name);
      if (entry.isDirectory()) return filesIn(path);
      return isSource(path) ? [path] : [];
    });
};

const isSource = (file: string): boolean => /(?<!\.d)\.[cm]?ts$/.test(file);
