import { readFileSync } from 'node:fs';

const { exports, bin = {} } = JSON.parse(readFileSync('package.json', 'utf8'));

const entries = Object.entries(exports).filter(([, target]) => typeof target === 'object');

/** Where a module lies in `lib`, by what is imported: `index`, `testing/index`. */
const moduleOf = (subpath) => `${subpath.slice(2)}/index`.replace(/^\//, '');

/** The entry points that have a file for each module format, as `exports` in package.json says. */
export const dualEntryPoints = entries
  .filter(([, { import: esm }]) => esm !== undefined)
  .map(([subpath]) => moduleOf(subpath));

/** The entry points that have one file for both formats, by the name of the file: they import neither Nest, rxjs nor the SDK. */
export const sharedEntryPoints = new Map(
  entries
    .filter(([, { import: esm }]) => esm === undefined)
    .map(([subpath]) => [`shared/${subpath.slice(2)}`, moduleOf(subpath)]),
);

/** The programs of `bin`. They are ES modules alone, and have no declarations. */
export const programs = Object.values(bin).map((path) =>
  path.replace(/^(?:\.\/)?dist\/esm\/(.+)\.js$/, '$1'),
);
