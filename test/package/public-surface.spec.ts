import { describe, expect, it } from '@jest/globals';
import { reportSurface } from './support/api-report.js';
import { documentedSymbols } from './support/documented-symbols.js';
import { entryPoints } from './support/entry-points.js';

const IF_MEANT = 'If the public surface was meant to change, run "npm run api:update" and commit etc/.';

describe.each(entryPoints)('the public surface of $specifier', ({ declarations, apiExtractor }) => {
  it('is the one that was agreed on', async () => {
    const { built, committed } = await reportSurface(apiExtractor);

    expect({ hint: IF_MEANT, surface: built.split('\n') }).toEqual({
      hint: IF_MEANT,
      surface: committed.split('\n'),
    });
  }, 60_000);

  it('has a doc comment on every export, and on every public member', () => {
    const undocumented = documentedSymbols(declarations).filter(({ comment }) => comment.trim() === '');

    expect(undocumented.map(({ name }) => name)).toEqual([]);
  }, 60_000);

  it('says of every export that it is public', () => {
    const exports = documentedSymbols(declarations).filter(({ isMember }) => !isMember);

    expect(exports.filter(({ tags }) => !tags.includes('publicApi')).map(({ name }) => name)).toEqual([]);
  }, 60_000);
});
