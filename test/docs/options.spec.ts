import { describe, expect, it } from '@jest/globals';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ssmCacheConfig } from '../../lib/index.js';
import { checkOptions } from '../../lib/options/option-checks.js';
import { toFreshnessPolicy } from '../../lib/options/to-freshness-policy.js';
import { thrown } from '../support/make-cache.js';
import { readPage } from './support/markdown.js';
import { sectionOf, tableRows } from './support/tables.js';

type Place = Parameters<typeof checkOptions>[1];

const PLACES: readonly (readonly [column: string, place: Place])[] = [
  ['`forRoot`', 'module'],
  ['`new SsmCache`', 'cache'],
  ['group', 'group'],
  ['`@SsmParam`', '@SsmParam'],
  ['`@SsmSecret`', '@SsmSecret'],
  ['`@SsmParams`', '@SsmParams'],
  ['`ssmCacheConfig`', 'config'],
];

/** The options that there are, as the refusal of an unknown one lists them. */
const knownOptions = (place: Place): readonly string[] => {
  const { message } = thrown(() => checkOptions({ unheardOf: true }, place, 'a test'));
  return Array.from(message.split('The options are')[1]?.matchAll(/"(\w+)"/g) ?? [], ([, name = '']) => name);
};

const { text } = await readPage('docs/reference/options.md');
const places = tableRows(sectionOf(text, 'Where they stand'));
const meanings = tableRows(sectionOf(text, 'What they mean'));
const unquoted = (cell = ''): string => cell.replaceAll('`', '');

describe('docs/reference/options.md', () => {
  it.each(PLACES)('marks the options of %s, and no other', (column, place) => {
    const marked = places.filter((row) => row[column] === '✓').map((row) => unquoted(row.option));

    expect(marked.toSorted()).toEqual([...knownOptions(place)].toSorted());
  });

  it('says of each option what it means', () => {
    expect(meanings.map(({ option }) => option)).toEqual(places.map(({ option }) => option));
  });

  it.each(tableRows(sectionOf(text, 'Ranges')))('gives the range of $option: $range', ({ option, range }) => {
    const name = unquoted(option);
    const isEvent = name.startsWith('events.');
    const place = isEvent ? 'events' : knownOptions('retry').includes(name) ? 'retry' : 'module';
    const { code, message } = thrown(() =>
      checkOptions({ [name.replace('events.', '')]: -1 }, place, 'a test'),
    );

    expect(code).toBe('SSM_CACHE_OPTION_RANGE');
    expect(message).toContain(` must be ${range}, not -1`);
  });

  it.each(['maxStale', 'jitter', 'refreshTimeout', 'minRefreshInterval'] as const)(
    'gives the default of %s',
    (name) => {
      const row = tableRows(sectionOf(text, 'Ranges')).find(({ option }) => unquoted(option) === name);
      const unit = name === 'jitter' ? 1 : 1_000;

      expect(Number(unquoted(row?.default))).toBe(toFreshnessPolicy()[name] / unit);
    },
  );

  it.each(tableRows(sectionOf(text, 'Ranges')).filter((row) => row.option !== '`maxAge`'))(
    'gives $default as the default of $option, as its declaration does',
    async ({ option, default: given }) => {
      const options = join(import.meta.dirname, '../../lib/options');
      const files = (await readdir(options)).filter((file) => file.endsWith('.interface.ts'));
      const sources = await Promise.all(files.map((file) => readFile(join(options, file), 'utf8')));
      const comment = `@default ([^\\n]+)\\n(?:(?!\\*/)[^])*\\*/\\s+(?:readonly )?${unquoted(option).replace('events.', '')}\\?:`;
      const declared = sources.flatMap((source) => [...source.matchAll(new RegExp(comment, 'g'))]);

      expect(declared.map(([, value]) => value)).toContain(unquoted(given));
    },
  );

  it('has the options of a secret in a configuration that the page on configuration lists', async () => {
    const page = await readPage('docs/guides/typed-configuration.md');
    const [, sentence = ''] = /^- A secret takes (.*?), as `@SsmSecret\(\)` does\./ms.exec(page.text) ?? [];
    const listed = Array.from(sentence.matchAll(/`(\w+)`/g), ([, name = '']) => name);
    const options = { id: 'prod/db', unheardOf: true } as { id: string };
    const { message } = thrown(() => ssmCacheConfig('database', { secrets: { password: options } }));
    const known = message.split('The options are')[1]?.matchAll(/"(\w+)"/g) ?? [];

    expect(listed.toSorted()).toEqual(Array.from(known, ([, name = '']) => name).toSorted());
    expect([...knownOptions('@SsmSecret'), 'id']).toEqual(expect.arrayContaining(listed));
  });

  it('lists the options of @RefreshOnError()', () => {
    const listed = tableRows(sectionOf(text, 'Of `@RefreshOnError()`')).map(({ option }) => unquoted(option));

    expect(listed.toSorted()).toEqual([...knownOptions('retry')].toSorted());
  });
});
