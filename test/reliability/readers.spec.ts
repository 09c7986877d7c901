import { describe, expect, it } from '@jest/globals';
import { awsError, makeCache } from '../support/make-cache.js';
import { report } from './support/report.js';

const READERS = [1_000, 10_000];

describe('Readers of an expired value', () => {
  it.each(READERS.flatMap((count) => [true, false].map((answers) => ({ count, answers }))))(
    'cause one call when there are $count of them and that AWS answers is $answers',
    async ({ count, answers }) => {
      const { cache, runtime, ssm, parameters } = makeCache({ maxAge: 60 });
      parameters.put('/x', 'first');
      const handle = cache.parameter('/x');
      await handle.get();
      parameters.put('/x', 'second');
      await runtime.advance(61);
      const before = ssm.count();
      if (!answers) ssm.instead = () => Promise.reject(awsError('ThrottlingException'));

      const reads = Array.from({ length: count }, () => handle.get());
      const values = await Promise.all(reads.map((read) => read.then((value) => [value, handle.value])));

      const expected = answers ? 'second' : 'first';
      expect(values.flat().every((value) => value === expected)).toBe(true);
      const calls = ssm.count() - before;
      report({
        row: 'readers of an expired value',
        figure: `${calls} call each`,
        holds: calls === 1,
      });
    },
  );
});
