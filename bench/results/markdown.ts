import { format, resolveConfig } from 'prettier';
import type { Table } from '../support/report.js';
import type { Verdict } from './verdict.js';

const lineOf = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

const tableOf = ({ title, note, columns, rows }: Table): string =>
  [
    `## ${title}`,
    note,
    [lineOf(columns), lineOf(columns.map(() => '---')), ...rows.map(lineOf)].join('\n'),
  ].join('\n\n');

const explanationOf = (verdicts: readonly Verdict[]): string =>
  verdicts
    .filter(({ holds }) => !holds)
    .map(({ goal }) => `- **Missed: ${goal.goal}.** ${goal.profile}`)
    .join('\n');

export interface Results {
  readonly goals: Table;
  readonly verdicts: readonly Verdict[];
  readonly tables: readonly Table[];
  readonly notes: readonly string[];
}

/** The page `RESULTS.md`. */
export const toMarkdown = ({ goals, verdicts, tables, notes }: Results, path: string): Promise<string> =>
  pageOf(
    [
      '# Results of the benchmark',
      'Written by `npm run bench`. Figures are medians, with the quarters around them in brackets. A multiple is taken ' +
        'within one round, in which all are measured in turns.',
      tableOf(goals),
      explanationOf(verdicts),
    ],
    tables,
    path,
    notes,
  );

/** A page of tables, formatted as the repository is. */
export const pageOf = async (
  before: readonly string[],
  tables: readonly Table[],
  path: string,
  after: readonly string[] = [],
): Promise<string> =>
  format([...before, ...tables.map(tableOf), ...after].join('\n\n'), {
    ...(await resolveConfig(path)),
    parser: 'markdown',
  });
