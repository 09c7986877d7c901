import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './project.js';

interface EntryPoint {
  readonly specifier: string;
  readonly declarations: string;
  /** The configuration of its report in `etc`. */
  readonly apiExtractor: string;
}

interface Files {
  readonly types: string;
}

/** A file for each module format, or one for both. */
type Conditions = Files | { readonly import: Files; readonly require: Files };

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly exports: Readonly<Record<string, Conditions | string>>;
};

/** What an application can import, as `exports` in package.json says. */
export const entryPoints: readonly EntryPoint[] = Object.entries(manifest.exports).flatMap(
  ([subpath, conditions]) =>
    typeof conditions === 'string'
      ? []
      : {
          specifier: `nestjs-ssm-cache${subpath.slice(1)}`,
          declarations: 'import' in conditions ? conditions.import.types : conditions.types,
          apiExtractor: `api-extractor${subpath.slice(1).replace('/', '.')}.json`,
        },
);
