/** A table: labels to the left, a column of figures for each title. A row without figures makes a line. */
export function formatTable(
  title: string,
  titles: readonly string[],
  rows: readonly (readonly [label: string, ...figures: string[]])[],
): string {
  const all = [[title, ...titles], ...rows];
  const widths = [title, ...titles].map((_, index) => Math.max(...all.map((row) => row[index]?.length ?? 0)));
  const line = (left: string, middle: string, right: string) =>
    left + widths.map((width) => '─'.repeat(width + 2)).join(middle) + right;
  const format = (row: readonly string[]) =>
    `│ ${widths
      .map((width, index) =>
        index === 0 ? (row[0] ?? '').padEnd(width) : (row[index] ?? '').padStart(width),
      )
      .join(' │ ')} │`;
  const separator = line('├', '┼', '┤');
  const body = rows.map((row) => (row.length === 1 ? separator : format(row)));
  return [line('┌', '┬', '┐'), format([title, ...titles]), separator, ...body, line('└', '┴', '┘')].join(
    '\n',
  );
}
