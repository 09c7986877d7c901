const padded = (cells, widths) =>
  cells
    .map((cell, index) => cell.padEnd(widths[index]))
    .join('  ')
    .trimEnd();

/** The results as lines of a table, and below it why a cell is not "pass". */
export const matrix = (rows, nodes) => {
  const columns = [
    'install',
    'typecheck',
    'build',
    ...nodes.map((node) => `test ${node}`),
    ...nodes.map((node) => `start ${node}`),
  ];
  const table = [
    ['consumer', ...columns],
    ...rows.map(({ name, results }) => [name, ...columns.map((column) => results[column]?.state ?? '-')]),
  ];
  const widths = table[0].map((_, index) => Math.max(...table.map((cells) => cells[index].length)));
  const reasons = rows.flatMap(({ name, results }) =>
    Object.entries(results).flatMap(([column, { state, reason }]) =>
      reason === undefined ? [] : [`${name}, ${column}: ${state}: ${reason}`],
    ),
  );
  return [...table.map((cells) => padded(cells, widths)), '', ...new Set(reasons)].join('\n');
};

export const hasFailed = (rows) =>
  rows.some(({ results }) => Object.values(results).some(({ state }) => state === 'fail'));
