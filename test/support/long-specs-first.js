import TestSequencer from '@jest/test-sequencer';

/** Files that compile programs, start processes, wait or try thousands of values, in the order in which they are started. */
const LONG_SPECS = [
  'docs/live-login',
  'types/declarations',
  'docs/code-blocks',
  'recipes/postgres',
  'recipes/mail-and-http',
  'recipes/mariadb',
  'recipes/redis',
  'types/handles',
  'typed-values/read-back.property',
  'typed-values/bad-push',
  'package/published-package',
  'types/quick-info',
  'docs/checks',
  'sample-app/process',
  'docs/failing-start',
].map((name) => `/test/${name}.spec.ts`);

/** A first run knows how large files are, but not how long they take: a long one that came last would run alone. */
export default class LongSpecsFirst extends TestSequencer {
  sort(tests) {
    // oxlint-disable-next-line unicorn/no-array-sort -- the sequencer's own
    return super.sort(tests).toSorted((a, b) => rankOf(a.path) - rankOf(b.path));
  }
}

const rankOf = (path) => {
  const rank = LONG_SPECS.findIndex((spec) => path.replaceAll('\\', '/').endsWith(spec));
  return rank < 0 ? LONG_SPECS.length : rank;
};
