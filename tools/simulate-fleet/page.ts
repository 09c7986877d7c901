import type { Figures } from './simulate.js';

const BEGIN = '<!-- simulate:fleet -->';
const END = '<!-- /simulate:fleet -->';

const count = (number: number): string => number.toLocaleString('en');
const seconds = (number: number): string =>
  number < 100 ? `${number.toFixed(number < 1 ? 2 : 1)} s` : `${count(Math.round(number / 60))} min`;
const calls = ({ calls: made, throttled }: { readonly calls: number; readonly throttled: number }): string =>
  throttled === 0 ? count(made) : `${count(made)}, ${count(throttled)} throttled`;

const COLUMNS: readonly (readonly [title: string, cell: (figures: Figures) => string])[] = [
  ['processes × names', ({ instances, names }) => `${count(instances)} × ${names}`],
  ['`share`', ({ share }) => `\`'${share}'\``],
  ['all have started', ({ start }) => seconds(start.last)],
  ['calls to AWS', ({ start }) => calls(start)],
  ['calls a minute', ({ steady }) => calls(steady)],
  ['operations of Redis a second', ({ steady }) => (steady.operations / 60).toFixed(1)],
  ['95 % hear of a change', ({ change }) => seconds(change.p95)],
  ['all hear', ({ change }) => seconds(change.last)],
  ['calls for it', ({ change }) => count(change.calls)],
  ['messages for it', ({ change }) => count(change.messages)],
];

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** What a simulation came to, as a table of a page. */
export const simulationTable = (all: readonly Figures[]): string =>
  [
    row(COLUMNS.map(([title]) => title)),
    row(COLUMNS.map(() => '---')),
    ...all.map((figures) => row(COLUMNS.map(([, cell]) => cell(figures)))),
  ].join('\n');

/** The page with the table between its markers. */
export const withTable = (page: string, table: string): string => {
  const [before, after] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (before === -1 || after === -1) throw new Error(`The page lacks ${BEGIN} or ${END}.`);
  return `${page.slice(0, before)}${BEGIN}\n\n${table}\n\n${page.slice(after)}`;
};
