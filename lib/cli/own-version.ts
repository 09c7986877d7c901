import { readFileSync } from 'node:fs';

/** This program is `dist/esm/cli/index.js` of the package. */
export const ownVersion = (): string => {
  const manifest = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { readonly version: string }).version;
};
