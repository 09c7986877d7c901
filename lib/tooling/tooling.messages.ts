import { message } from '../errors/printable.js';

export const noModuleMessage =
  'The application imports no SsmCacheModule, so that it declares nothing. Import SsmCacheModule.forRoot() in its root module.';

export const unknownOptionsMessage =
  'The options of SsmCacheModule.forRootAsync() are made when the application starts, and are not known here. Names are shown as they are declared: say which base path and secret prefix they have.';

export const noRegionMessage = (owner: string, name: string, client: string): string =>
  message`The option "region" is needed: ${owner} reads "${name}" by the client "${client}", whose region is not known.`;

export const malformedOptionMessage = (option: string, given: unknown, wanted: string): string =>
  message`The option "${option}" has to be ${wanted}, not "${given}".`;

export const unusedKeyMessage = (key: string, region: string): string =>
  message`The option "kmsKeys" has the key "${key}", and nothing is read in ${region}. Leave the key out, or say the region of what it encrypts.`;

export const policyTooLargeMessage = (size: number, limit: number, isMerged: boolean): string =>
  message`The policy has ${size} characters, and ${limit} are allowed. ` +
  (isMerged
    ? 'Its names have no more paths in common: put the permissions into several policies.'
    : 'Names that have a path in common can be merged with wildcards, which allows more than is declared.');

export const unlistableMessage = (operation: string, method: string): string =>
  message`The client of the module cannot list names: it has neither "${method}" nor "send" for ${operation}.`;

export const servedAgainMessage = (file: string, names: readonly string[]): string =>
  message`${file} was read again. Changed: ${names.join(', ')}.`;
