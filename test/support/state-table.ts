import { readFileSync } from 'node:fs';

/** What one event does in one state. */
export interface Transition {
  readonly event: string;
  readonly state: string;
  /** The state that follows, or several with "or"; "–" where the event cannot happen. */
  readonly next: string;
}

/** The table in the doc comments of a file of `lib`: one row for each event, one column for each state. */
export const readStateTable = (file: string): readonly Transition[] => {
  const source = readFileSync(new URL(`../../lib/${file}`, import.meta.url), 'utf8');
  const rows = [...source.matchAll(/^ \* \|(.+)\|$/gm)].map(([, row = '']) =>
    row.split('|').map((cell) => cell.trim()),
  );
  const [[, ...states] = [], , ...events] = rows;
  return events.flatMap(([event = '', ...cells]) =>
    cells.map((next, index) => ({ event, state: states[index] ?? '', next })),
  );
};
