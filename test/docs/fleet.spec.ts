import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { simulationTable, withTable } from '../../tools/simulate-fleet/page.js';
import { ROWS } from '../fleet/support/rows.js';
import { sectionOf, tableRows } from './support/tables.js';
import type { Figures } from '../../tools/simulate-fleet/simulate.js';

const ROOT = join(import.meta.dirname, '../..');
const PAGE = join(ROOT, 'docs/deploy/fleet.md');

const page = readFileSync(PAGE, 'utf8');
const results: readonly Figures[] = JSON.parse(
  readFileSync(join(ROOT, 'tools/simulate-fleet/results.json'), 'utf8'),
);

const figuresOf = (share: Figures['share'], instances: number): Figures => {
  const found = results.find((one) => one.share === share && one.instances === instances);
  if (found === undefined) throw new Error(`No fleet of ${instances} was simulated.`);
  return found;
};

describe('docs/deploy/fleet.md', () => {
  it('has the table that the simulation wrote last: run "npm run simulate:fleet"', async () => {
    const made = await format(withTable(page, simulationTable(results)), {
      ...(await resolveConfig(PAGE)),
      parser: 'markdown',
    });

    expect(page.split('\n')).toEqual(made.split('\n'));
  });

  const text = page.replaceAll(/\s+/g, ' ');
  const ofSixty = (share: Figures['share']): Figures => figuresOf(share, 60);
  const [signals, values, thousand] = [ofSixty('signals'), ofSixty('values'), figuresOf('signals', 1_000)];
  const number = (value: number): string => value.toLocaleString('en');
  const hundredths = (value: number): string => value.toFixed(2);

  it.each([
    `95 % of sixty caches of signals have started after ${(Math.round(signals.start.p95 * 10) / 10).toFixed(1)} s with ${signals.start.calls} calls. It is the same in the simulation.`,
    `in the test, ${hundredths(values.start.p95)} s with ${values.start.calls} calls in the simulation.`,
    `and decrypt ${number(values.instances * values.names)} values.`,
    `In the simulation, it is after ${hundredths(signals.change.p95)} s and ${hundredths(values.change.p95)} s.`,
    `In the simulation, ${number(thousand.instances)} processes make ${number(thousand.change.calls)} calls, and all have heard after ${Math.round(thousand.change.last)} seconds.`,
  ])('says what the simulation came to: %s', (sentence) => {
    expect(text).toContain(sentence);
  });

  it('repeats the figures of its own table', () => {
    const [start, change] = tableRows(sectionOf(page, 'Figures')).map((row) => Object.values(row));
    const secondsIn = (cell = ''): string => cell.split(',')[0] ?? '';

    expect(start?.slice(1).map((cell) => cell.split(', ')[1])).toEqual(
      [signals, values].map((figures) => String(figures.start.calls)),
    );
    expect(change?.slice(1).map((cell) => cell.split(', ')[1])).toEqual(
      [signals, values].map((figures) => String(figures.change.calls)),
    );
    expect(text).toContain(`have started after ${secondsIn(start?.[1])} with`);
    expect(text).toContain(`With values it is ${secondsIn(start?.[2])} with`);
    expect(text).toContain(
      `after ${secondsIn(change?.[1])} (signals) and ${secondsIn(change?.[2])} (values).`,
    );
  });

  it('tells no figure that is beyond what "npm run test:fleet" allows', () => {
    const bounds = [
      ['cold start of 60 × 50 at 40 calls a second', /≤ ([\d.]+) s, ≤ (\d+) calls/],
      ['one learns of a change, 60 read it', /≤ ([\d.]+) s/],
      ['rotation, 1,000 failing calls on 12', /≤ (\d+) calls, (0) failed/],
      ['rotation with pending, 1,000 failing calls on 12', /≤ (\d+) calls, (0) failed/],
      ['steady state of 60 × 50, max age 60 s, an hour', /≤ (\d+) calls/],
    ] as const;
    const rows = tableRows(sectionOf(page, 'Figures'));

    for (const [index, [row, pattern]] of bounds.entries()) {
      const cells = Object.values(rows[index] ?? {}).slice(1);
      for (const [column, share] of ['signals', 'values'].entries()) {
        const [, ...most] = pattern.exec(ROWS[`${row}, ${share}`] ?? '') ?? [];
        const told = (cells[column] ?? '').split(', ').map((cell) => Number.parseFloat(cell));
        expect(most.length).toBeGreaterThan(0);
        for (const [place, limit] of most.entries()) expect(told[place]).toBeLessThanOrEqual(Number(limit));
      }
    }
  });

  it('tells the conditions of the test and of the simulation', () => {
    const [measured, simulated, services] = [
      'test/fleet/figures.spec.ts',
      'tools/simulate-fleet/simulate.ts',
      'tools/simulate-fleet/simulated-services.ts',
    ].map((file) => readFileSync(join(ROOT, file), 'utf8'));
    const constant = (source = '', name = ''): string =>
      new RegExp(`${name}(?: =|:) (\\d+)`).exec(source)?.[1] ?? '';

    expect(text).toContain(
      `Parameter Store is in memory, and answers in ${constant(measured, 'latency')} ms.`,
    );
    expect(text).toContain(
      `AWS answers after ${constant(services, 'AWS_LATENCY')} ms, and allows ${constant(simulated, 'LIMIT')} calls a second.`,
    );
    expect(constant(services, 'REDIS_LATENCY')).toBe('1');
    expect(text).toContain('Redis answers after a millisecond.');
    expect(text).toContain(
      `\`pace\` is ${constant(simulated, 'PACE')}, and \`maxAge\` is ${constant(simulated, 'MAX_AGE')} seconds.`,
    );
  });

  it('gives a rule for the start of a large fleet that the simulation agrees with', () => {
    const [, , limit] = /`processes × names \/ (10) \/ (\d+)` is about how many seconds/.exec(text) ?? [];
    const large = results.filter(({ share, instances }) => share === 'signals' && instances >= 60);

    expect(large.length).toBeGreaterThan(2);
    for (const { instances, names, start } of large) {
      const rule = (instances * Math.ceil(names / 10)) / Number(limit);
      expect(Math.abs(start.last / rule - 1)).toBeLessThan(0.1);
    }
  });

  it('says how long the calls for a change take at the limit of AWS', () => {
    const [, calls = '', time, limit] =
      /([\d,]+) calls take (\d+) seconds at (\d+) calls a second/.exec(text) ?? [];
    const count = Number(calls.replace(',', ''));

    expect(count / Number(limit)).toBe(Number(time));
    expect(count).toBe(thousand.instances);
    expect(thousand.change.last).toBeGreaterThan(Number(time));
  });
});
