import TestSequencer from '@jest/test-sequencer';

const lastKills = new Map();
let runs = 0;

/** Neighbouring mutants mostly fall to the same test file, so the latest that killed one comes first, then the shortest. */
export default class LastKillerFirst extends TestSequencer {
  sort(tests) {
    // oxlint-disable-next-line unicorn/no-array-sort -- the sequencer's own, which also tells how long each took
    const measured = super.sort(tests);
    return measured.toSorted((a, b) => lastKillOf(b.path) - lastKillOf(a.path) || lengthOf(a) - lengthOf(b));
  }

  cacheResults(tests, results) {
    super.cacheResults(tests, results);
    runs += 1;
    for (const { numFailingTests, testFilePath } of results.testResults) {
      if (numFailingTests > 0) lastKills.set(testFilePath, runs);
    }
  }
}

const lastKillOf = (path) => lastKills.get(path) ?? 0;

const lengthOf = ({ duration }) => duration ?? 0;
