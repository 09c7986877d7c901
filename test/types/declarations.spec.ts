import { beforeAll, describe, expect, it } from '@jest/globals';
import { compileStatements } from './compile.js';
import * as declarations from './declarations.js';
import type { Row } from './declarations.js';

const inClass = (declaration: string): string => `class Subject { ${declaration} }`;
const inMethod = (statement: string): string => inClass(`run() { ${statement}; }`);

const tables = {
  'The declared type': declarations.byType,
  'What may be missing': declarations.missing,
  'A promise or a handle': declarations.promisesAndHandles,
  'A transform': declarations.transforms,
  'A schema': declarations.schemas,
  'The key of a secret': declarations.keys,
  'Several versions': declarations.versions,
  'A path': declarations.trees,
  'The option type': declarations.types,
  'The options': declarations.options,
  'The client of a property': declarations.clients,
  '@RefreshOnError()': declarations.recoveries,
  '@OnSsmChange()': declarations.listeners,
  'A call of the cache': declarations.calls,
  'The client of a call': declarations.namedClients,
  'A handle of a source': declarations.references,
};

/** Statements, not members of a class. */
const ofStatements: ReadonlySet<readonly Row[]> = new Set([
  declarations.calls,
  declarations.namedClients,
  declarations.references,
]);

const rows = Object.values(tables).flatMap((entries) => entries.map((row) => ({ entries, row })));

/** What cannot be told without `strictNullChecks`: whether a type takes `undefined` or `null`. */
const isAboutNothing = ([declaration, phrase]: Row): boolean =>
  phrase === declarations.OPTIONAL ||
  (declaration.includes('optional: true') && !declaration.includes('@')) ||
  phrase === declarations.NULLABLE ||
  declaration.includes('default: null') ||
  declaration.includes('.optional() })');

describe.each([
  ['with strictNullChecks', true],
  ['without strictNullChecks', false],
])('%s', (_title, strictNullChecks) => {
  const verdicts = new Map<Row, readonly string[]>();
  // ArkType itself refuses to be used without them.
  const isTold = ([declaration]: Row): boolean => strictNullChecks || !declaration.includes('ark(');

  beforeAll(() => {
    const statements = rows.map(({ row, entries }) =>
      (ofStatements.has(entries) ? inMethod : inClass)(row[0]),
    );
    for (const [index, errors] of compileStatements(statements, { strictNullChecks }).entries())
      verdicts.set(rows[index]!.row, errors);
  }, 120_000);

  describe.each(Object.entries(tables))('%s', (_table, all) => {
    const entries = all.filter(isTold);
    const isRefused = (row: Row): boolean =>
      row[1] !== undefined && (strictNullChecks || !isAboutNothing(row));

    it.each(entries.filter((row) => !isRefused(row)).map((row) => [row[0], row] as const))(
      'compiles: %s',
      (_declaration, row) => {
        expect(verdicts.get(row)).toEqual([]);
      },
    );

    it.each(entries.filter(isRefused).map((row) => [row[0], row[1], row] as const))(
      'does not compile: %s (%s)',
      (_declaration, phrase, row) => {
        expect(verdicts.get(row)).toEqual([expect.stringContaining(phrase as string)]);
      },
    );
  });
});

describe('The table', () => {
  it('has at least 40 declarations, half of which must not compile', () => {
    const refused = rows.filter(({ row }) => row[1] !== undefined);

    expect(rows.length).toBeGreaterThan(40);
    expect(refused.length * 2).toBeGreaterThanOrEqual(rows.length);
  });
});
