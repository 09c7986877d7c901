import { beforeAll, describe, expect, it } from '@jest/globals';
import { compileStatements } from './compile.js';
import { handleRows, readersOf, type HandleRow } from './handles.js';

const statement = ({ options, type }: HandleRow, reader: string): string => {
  const call = reader.replace('OPTIONS', options);
  if (type === undefined) return `${call};`;
  return `const handle = ${call};
    const isSame: [Same<typeof handle.value, ${type}>, Same<ReturnType<typeof handle.get>, Promise<${type}>>] = [true, true];`;
};

describe.each([
  ['with strictNullChecks', true],
  ['without strictNullChecks', false],
])('The type of a handle, %s', (_title, strictNullChecks) => {
  const verdicts = new Map<HandleRow, readonly (readonly string[])[]>();

  beforeAll(() => {
    const statements = handleRows.flatMap((row) => readersOf(row).map((reader) => statement(row, reader)));
    const errors = [...compileStatements(statements, { strictNullChecks })];
    for (const row of handleRows) verdicts.set(row, errors.splice(0, readersOf(row).length));
  }, 120_000);

  it.each(
    handleRows.filter(({ type }) => type !== undefined).map((row) => [row.options, row.type, row] as const),
  )('%s: %s', (_options, _type, row) => {
    expect(verdicts.get(row)).toEqual(readersOf(row).map(() => []));
  });

  it.each(
    handleRows.filter(({ refusal }) => refusal !== undefined).map((row) => [row.options, row] as const),
  )('%s does not compile', (_options, row) => {
    expect(verdicts.get(row)).toEqual(readersOf(row).map(() => [expect.stringContaining(`${row.refusal}`)]));
  });
});

describe('The table of handles', () => {
  it('has every transform with every schema, and whether it may be missing', () => {
    expect(handleRows.length).toBeGreaterThan(250);
  });
});
