import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROWS } from './rows.js';

const pad = (cells, widths) => `| ${cells.map((cell, index) => cell.padEnd(widths[index])).join(' | ')} |`;

const table = (rows) => {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const [head, ...body] = rows;
  return [head, widths.map((width) => '-'.repeat(width)), ...body].map((row) => pad(row, widths)).join('\n');
};

/** What was measured, as a table with the goal of each row, and whether each row holds. */
export const tableOf = (goals, file, isPartial) => {
  const measurements = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  let holdsAll = true;
  const rows = Object.entries(goals).flatMap(([row, goal]) => {
    const own = measurements.filter((measurement) => measurement.row === row);
    if (own.length === 0 && isPartial) return [];
    const holds = own.length > 0 && own.every((measurement) => measurement.holds);
    holdsAll &&= holds;
    const figure = [...new Set(own.map((measurement) => measurement.figure))].join('; ') || 'not measured';
    return [[row, figure, goal, holds ? 'holds' : 'FALLS SHORT']];
  });
  return { holds: holdsAll, text: `\n${table([['', 'measured', 'goal', ''], ...rows])}\n\n` };
};

/** Prints what the specs measured, and fails the run where a row falls short or was never measured. */
export default class TableReporter {
  /** What the table has to show: the goal of each row. */
  rows = ROWS;
  #folder = mkdtempSync(join(tmpdir(), 'reliability-'));
  #file = join(this.#folder, 'report.jsonl');
  #fallsShort = false;

  constructor(globalConfig) {
    this.isPartial = globalConfig.nonFlagArgs.length > 0 || Boolean(globalConfig.testNamePattern);
    writeFileSync(this.#file, '');
    process.env.RELIABILITY_REPORT = this.#file;
  }

  onRunComplete() {
    const { holds, text } = tableOf(this.rows, this.#file, this.isPartial);
    rmSync(this.#folder, { recursive: true, force: true });
    this.#fallsShort = !holds;
    process.stdout.write(text);
  }

  getLastError() {
    return this.#fallsShort ? new Error('A row of the table falls short.') : undefined;
  }
}
