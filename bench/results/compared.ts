import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { number } from '../support/format.js';
import type { Report, Table } from '../support/report.js';
import { medianOf } from '../support/statistics.js';
import { has, measure } from '../topics.js';
import { machineTable } from './machine.js';
import { pageOf } from './markdown.js';

/** Each checkout is measured so often, in turns, so that what the machine does meanwhile falls on both. */
const ROUNDS = 2;

/** @returns the page that shows each figure and each row of the tables before and after, of one run */
export const compareWith = async (
  before: string,
  now: string,
  topics: readonly string[],
  path: string,
): Promise<string> => {
  const missing = [];
  for (const topic of topics) if (!(await has(topic, before))) missing.push(topic);
  if (missing.length > 0) {
    throw new Error(
      `"${before}" has no built benchmark of ${missing.join(', ')}. ` +
        'Run there: npm ci && npm run build && npx tsc -p bench/tsconfig.json',
    );
  }
  const both: Both[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (const topic of topics) {
      both.push({
        before: await measure(topic, before, `${topic}, before, ${round} of ${ROUNDS}`),
        now: await measure(topic, now, `${topic}, now, ${round} of ${ROUNDS}`),
      });
    }
  }
  const [older, newer] = await Promise.all([commitOf(before), commitOf(now)]);
  return pageOf(
    [
      '# Two versions compared',
      `Written by \`npm run bench -- --against FOLDER\`. Before is ${older}, now is ${newer}, each measured ${ROUNDS} times in turns. ` +
        'Figures are medians; tables are those of the last turn.',
    ],
    [figuresTable(both), ...tablesOf(both.slice(-topics.length)), await machineTable()],
    path,
  );
};

interface Both {
  readonly before: Report;
  readonly now: Report;
}

const figuresTable = (both: readonly Both[]): Table => {
  const names = new Set(
    both.flatMap(({ before, now }) => [...Object.keys(before.figures), ...Object.keys(now.figures)]),
  );
  const rows = Array.from(names, (name) => {
    const before = figureOf(
      both.map((one) => one.before),
      name,
    );
    const now = figureOf(
      both.map((one) => one.now),
      name,
    );
    return [
      name,
      shown(before),
      shown(now),
      before === undefined || now === undefined || before === 0 ? '' : number(now / before),
    ];
  });
  return { title: 'Figures', note: '', columns: ['figure', 'before', 'now', 'now / before'], rows };
};

const figureOf = (reports: readonly Report[], name: string): number | undefined => {
  const measured = reports.flatMap(({ figures }) => figures[name] ?? []);
  return measured.length === 0 ? undefined : medianOf(measured);
};

const shown = (figure: number | undefined): string => (figure === undefined ? '' : number(figure));

/** The tables that both have, with a row twice: before and now. */
const tablesOf = (both: readonly Both[]): readonly Table[] =>
  both.flatMap(({ before, now }) =>
    now.tables.flatMap((table) => {
      const older = before.tables.find(({ title }) => title === table.title);
      return older === undefined ? [] : [sideBySide(older, table)];
    }),
  );

const sideBySide = (before: Table, now: Table): Table => {
  const [what = '', ...columns] = now.columns;
  const rows = now.rows.flatMap(([name = '', ...cells]) => {
    const older = before.rows.find(([one]) => one === name);
    return older === undefined
      ? []
      : [
          [name, 'before', ...older.slice(1)],
          ['', 'now', ...cells],
        ];
  });
  return { title: now.title, note: now.note, columns: [what, '', ...columns], rows };
};

const commitOf = async (folder: string): Promise<string> => {
  const { stdout } = await promisify(execFile)('git', ['-C', folder, 'log', '-1', '--format=%h (%s)']);
  return `\`${stdout.trim()}\``;
};
