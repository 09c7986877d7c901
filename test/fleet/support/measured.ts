import { describe } from '@jest/globals';
import { appendFileSync } from 'node:fs';
import { redisProgram } from './redis-server.js';
import { ROWS } from './rows.js';

/** What takes minutes, and a machine of its own: `npm run test:fleet` measures it. */
const isMeasured = process.env.FLEET_FIGURES !== undefined;

export const measured: (title: string, tests: () => void) => void =
  isMeasured && redisProgram !== undefined ? describe : describe.skip;

/** Puts what was measured into the table of the run, and fails the test if it falls short. */
export const report = (row: string, figure: string, holds: boolean): void => {
  if (!Object.hasOwn(ROWS, row)) throw new Error(`The table has no row "${row}".`);
  const file = process.env.RELIABILITY_REPORT;
  if (isMeasured && file !== undefined) appendFileSync(file, `${JSON.stringify({ row, figure, holds })}\n`);
  if (!holds) throw new Error(`${row}: ${figure} falls short of ${ROWS[row]}.`);
};
