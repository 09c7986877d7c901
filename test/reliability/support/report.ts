import { appendFileSync } from 'node:fs';
import { ROWS } from './rows.js';

export interface Measurement {
  /** A key of `ROWS`. */
  readonly row: string;
  /** What was measured, as the table shows it. */
  readonly figure: string;
  /** Whether the figure is good enough. A row is as good as the worst of its measurements. */
  readonly holds: boolean;
}

/** Puts what was measured into the table of the run, and fails the test if it falls short. */
export const report = (measurement: Measurement): void => {
  const { row, figure, holds } = measurement;
  if (!Object.hasOwn(ROWS, row)) throw new Error(`The table has no row "${row}".`);
  const file = process.env['RELIABILITY_REPORT'];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(measurement)}\n`);
  if (!holds) throw new Error(`${row}: ${figure} falls short of ${ROWS[row]}.`);
};
