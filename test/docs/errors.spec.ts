import { beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readPage } from './support/markdown.js';
import { sectionOf, tableRows } from './support/tables.js';

const TOOL = join(import.meta.dirname, '../../docs/tools/errors.js');

const { text } = await readPage('docs/reference/errors.md');
const messages = tableRows(sectionOf(text, 'Messages')).map(({ message = '' }) => message);

describe('docs/reference/errors.md', () => {
  let made = '';
  beforeAll(async () => {
    made = (await promisify(execFile)(process.execPath, [TOOL, '--print'])).stdout;
  }, 60_000);

  it('is what the sources say: after a change of an error or a message run "npm run docs:errors"', () => {
    expect(text.split('\n')).toEqual(made.split('\n'));
  });

  it('has every code', () => {
    const codes = tableRows(text).map(({ code = '' }) => /SSM_CACHE_\w+/.exec(code)?.[0]);

    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.length).toBeGreaterThan(15);
  });

  it('has messages of three sentences at most', () => {
    const long = messages.filter((message) => (message.match(/[.?](?= [A-Z"]|$)/g) ?? []).length > 3);

    expect(messages.length).toBeGreaterThan(90);
    expect(long).toEqual([]);
  });
});
