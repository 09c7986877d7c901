// Runs modules of a page one after another, as a program of a user's own, and writes what became of their claims.
import { writeFileSync } from 'node:fs';
import { deepStrictEqual } from 'node:assert/strict';
import { inspect } from 'node:util';
import { expect } from 'expect';

const [report, ...modules] = process.argv.slice(2);
const outcomes = [];

for (const module of modules) {
  const met = new Set();
  const problems = [];
  globalThis.docs = {
    gives(index, actual, expected) {
      met.add(index);
      try {
        deepStrictEqual(actual, expected());
      } catch {
        problems.push({ index, message: `it gives ${inspect(actual)}` });
      }
      return actual;
    },
    async throws(index, statement, name) {
      met.add(index);
      const error = await statement().then(
        () => undefined,
        (thrown) => thrown,
      );
      if (error?.name !== name) problems.push({ index, message: `it throws ${error?.stack ?? 'nothing'}` });
    },
  };
  const tests = [];
  Object.assign(globalThis, {
    expect,
    describe: (_name, suite) => suite(),
    it: (_name, test) => tests.push(test),
  });
  try {
    await import(module);
    for (const test of tests) await test();
  } catch (error) {
    problems.push({ message: `it fails: ${error?.stack ?? error}` });
  }
  outcomes.push({ met: [...met], problems });
}

writeFileSync(report, JSON.stringify(outcomes));
