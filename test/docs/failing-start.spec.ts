import { beforeAll, describe, expect, it } from '@jest/globals';
import type { FailedStart } from '../support/failing-start-process.js';
import { failingStarts } from '../support/failing-starts.js';
import { runScript } from '../support/run-script.js';
import { readPage } from './support/markdown.js';
import { sectionOf, tableRows } from './support/tables.js';

/** What a busy machine may need in addition, in seconds. */
const SLACK = 1.5;

/** The page shows one port. A machine without a network cannot ask DNS. Each request has an id of its own. */
const asOnThePage = (text: string): string =>
  text
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:4566')
    .replaceAll('EAI_AGAIN', 'ENOTFOUND')
    .replaceAll(/, request [\da-f-]+/g, '');

const rows = tableRows(
  sectionOf((await readPage('docs/reference/troubleshooting.md')).text, 'A start that fails'),
).map((row) => ({
  what: row['What is wrong'] ?? '',
  when: row['When'] ?? '',
  error: row['What the error says'] ?? '',
}));

/** Processes of their own, since the SDK does not take errors of Node.js for errors in those of Jest. */
const startAll = async (): Promise<ReadonlyMap<string, FailedStart>> => {
  const names = Object.keys(failingStarts);
  const halves = [0, 1].map((half) => names.filter((_, index) => index % 2 === half));
  const printed = await Promise.all(
    halves.map((half) =>
      runScript(
        `import { startEach } from './test/support/failing-start-process.ts';
         process.stdout.write(JSON.stringify(await startEach(${JSON.stringify(half)})));`,
      ),
    ),
  );
  const failed = printed.flatMap(({ stdout }) => JSON.parse(stdout) as FailedStart[]);
  return new Map(failed.map((start) => [start.what, start]));
};

describe('docs/reference/troubleshooting.md', () => {
  let starts: ReadonlyMap<string, FailedStart>;
  beforeAll(async () => {
    starts = await startAll();
  }, 120_000);

  it('has a row for every start that fails', () => {
    expect(rows.map(({ what }) => what)).toEqual(Object.keys(failingStarts));
  });

  const startOf = (what: string): FailedStart => starts.get(what) as FailedStart;
  const isAtOnce = ({ when }: (typeof rows)[number]): boolean => when === 'within 1 s';

  it.each(rows)('has what is said for $what', ({ what, error }) => {
    const { error: said, warnings } = startOf(what);

    expect(asOnThePage(said)).toBe(error);
    expect([said, ...warnings.map(({ text }) => text)].join()).not.toContain('c4n4ry');
  });

  it.each(rows.filter(isAtOnce))('is right that the start fails at once: $what', ({ what }) => {
    const { seconds, warnings } = startOf(what);

    expect(seconds).toBeLessThan(1 + SLACK);
    expect(warnings).toEqual([]);
  });

  it.each(rows.filter((row) => !isAtOnce(row)))(
    'is right that the start waits, and says so: $what',
    ({ what }) => {
      const { seconds, preloadTimeout, warnings } = startOf(what);

      expect(seconds).toBeGreaterThan(preloadTimeout - 0.05);
      expect(seconds).toBeLessThan(preloadTimeout + SLACK);
      expect(warnings[0]?.text).toMatch(
        /^The start waits for 1 of 1 declared values, for up to \d+ s more\./,
      );
      expect(warnings[0]?.seconds).toBeLessThan(2 + SLACK);
    },
  );
});
