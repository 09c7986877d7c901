export type Row = readonly [label: string, value: string | number];

/** A two-column table: labels to the left, figures to the right. An empty label makes a line. */
export function formatTable(title: string, rows: readonly Row[]): string {
  const cells = rows.map(
    ([label, value]) => [label, typeof value === 'number' ? value.toLocaleString('en') : value] as const,
  );
  const left = Math.max(title.length, ...cells.map(([label]) => label.length));
  const right = Math.max(...cells.map(([, value]) => value.length));
  const line = (a: string, b: string, c: string) =>
    `${a}${'─'.repeat(left + 2)}${b}${'─'.repeat(right + 2)}${c}`;
  const body = cells.map(([label, value]) =>
    label === '' ? line('├', '┼', '┤') : `│ ${label.padEnd(left)} │ ${value.padStart(right)} │`,
  );
  return [title, line('┌', '┬', '┐'), ...body, line('└', '┴', '┘'), ''].join('\n');
}
