import type { KnownNames } from './known-names.js';
import type { Listing } from './listed-names.js';

/** The declaration file of names. A kind of which there are no names is left out: any text is a name of it. */
export const declarationFile = (names: KnownNames): string =>
  [
    '// Written by "npx nestjs-ssm-cache types": names and kinds, never values.',
    "import 'nestjs-ssm-cache';",
    '',
    "declare module 'nestjs-ssm-cache' {",
    '  interface SsmNames {',
    ...section('parameters', names.parameters),
    ...section('secrets', names.secrets),
    ...section('paths', names.paths),
    '  }',
    '}',
    '',
  ].join('\n');

const section = (name: string, listing: Listing): readonly string[] => {
  if (listing.size === 0) return [];
  const lines = [...listing].map(([one, kind]) => `      ${quoted(one)}: ${quoted(kind)};`);
  return [`    ${name}: {`, ...lines.toSorted(), '    };'];
};

const quoted = (text: string): string => `'${text.replaceAll(/['\\]/g, String.raw`\$&`)}'`;

/** Whether two such files have the same names. A formatter may have changed how one is written. */
export const haveSameNames = (one: string, other: string): boolean => unformatted(one) === unformatted(other);

const unformatted = (text: string): string => text.replaceAll(/[\s'";,]/g, '');
