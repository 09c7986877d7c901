// The claims of all pages for users, each with what holds it: `node docs/tools/claims/pages.js` prints the list.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { claimsOf } from './claims.js';
import { holdProblem } from './holds.js';

const ROOT = join(import.meta.dirname, '../../..');
const HOLDS = 'test/docs/claims';
/** What maintainers read, and what tells of the past. */
const WITHOUT_CLAIMS = new Set(['docs/releasing.md', 'docs/CHANGELOG.md']);

export const claimPages = () =>
  readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`)
    .concat('README.md')
    .filter((path) => !WITHOUT_CLAIMS.has(path))
    .toSorted();

export const holdsFile = (page) => `${HOLDS}/${page.replace(/\.md$/, '.json')}`;

const holdsOf = (page) => {
  const path = join(ROOT, holdsFile(page));
  const { sentences = {}, tables = {} } = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  return { sentences, tables };
};

const listOf = (holds) => (holds === undefined ? [] : [holds].flat());

/** The claims of a page, each with its `holds`: the tests that hold it, or the reason why none does. */
export const heldClaims = (page) => {
  const { sentences, tables } = holdsOf(page);
  return claimsOf(readFileSync(join(ROOT, page), 'utf8')).map((claim) => ({
    ...claim,
    holds: listOf(sentences[claim.text] ?? (claim.table === undefined ? undefined : tables[claim.table])),
  }));
};

/** What is wrong with the claims of a page: one without a test, a test that is gone, a sentence that is gone. */
export const claimProblems = (page) => {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const claims = heldClaims(page);
  const { sentences, tables } = holdsOf(page);
  const known = new Set(claims.flatMap((claim) => [claim.text, claim.table]));
  return [
    ...claims.filter(({ holds }) => holds.length === 0).map((claim) => `no test for: ${claim.text}`),
    ...claims.flatMap((claim) =>
      claim.holds
        .map((hold) => holdProblem(claim.text, hold, text))
        .filter((problem) => problem !== undefined)
        .map((problem) => `${problem}, for: ${claim.text}`),
    ),
    ...[...Object.keys(sentences), ...Object.keys(tables)]
      .filter((key) => !known.has(key))
      .map((key) => `not on the page: ${key}`),
  ];
};

if (process.argv[1] === import.meta.filename) {
  for (const page of claimPages()) {
    for (const { text, holds } of heldClaims(page)) {
      console.log(`${page}\n  ${text}\n  → ${holds.join('\n  → ') || 'NO TEST'}\n`);
    }
  }
}
