import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { FrozenFunctionModel, KINDS, type FrozenInvocation } from '../../support/frozen-invocations.js';

/** How many histories are tried; raise PROPERTY_RUNS for a deeper search. */
const numRuns = Number(process.env['PROPERTY_RUNS'] ?? 60);

const invocation: fc.Arbitrary<FrozenInvocation> = fc.record({
  idle: fc.constantFrom(0, 1, 50, 500),
  at: fc.oneof(fc.nat(350), fc.constant(0), fc.constantFrom(1, 28, 30, 32, 199, 200, 201, 230)),
  length: fc.oneof(fc.nat(700), fc.nat(6_000)),
  kind: fc.constantFrom('freeze' as const, 'block' as const),
  calls: fc.constantFrom('answered' as const, 'reset' as const, 'lost' as const),
  late: fc.nat(3),
});

describe('A function that is frozen at any moment', () => {
  it.each(Object.keys(KINDS))(
    'reads strictly nothing older than its max age, and plainly nothing older than one invocation: %s',
    async (kind) => {
      await fc.assert(
        fc.asyncProperty(fc.array(invocation, { minLength: 1, maxLength: 8 }), async (invocations) => {
          const model = new FrozenFunctionModel(kind);
          await model.start();
          for (const one of invocations) await model.invoke(one);
          model.close();
          expect(model.broken).toEqual([]);
          expect(model.reads).toBe(invocations.length * 3);
        }),
        { numRuns },
      );
    },
    300_000,
  );
});
