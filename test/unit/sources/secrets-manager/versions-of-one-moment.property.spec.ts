import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { makeCache } from '../../../support/make-cache.js';
import { RotatedSecret, SECRET } from '../../../support/rotated-secret.js';

const VERSIONS = ['AWSCURRENT', 'AWSPREVIOUS', 'AWSPENDING'] as const;

/** What somebody does to the secret before AWS answers a call. */
const STEPS = ['nothing', 'create', 'finish', 'put'] as const;

it('Several versions are those of one moment, whatever is done to the secret between the calls', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...STEPS), { maxLength: 30 }), async (steps) => {
      const { cache, secrets, vault } = makeCache({ minRefreshInterval: 0 });
      const secret = new RotatedSecret(secrets);
      /** Which version was the current one together with which previous one. */
      const moments = new Set(['1 after undefined']);
      const act = (step: (typeof STEPS)[number]): void => {
        const before = secret.current;
        if (step === 'create') secret.create();
        if (step === 'finish') secret.finish();
        if (step === 'put') secret.put();
        if (secret.current !== before) moments.add(`${secret.current} after ${before}`);
      };
      const left = [...steps];
      vault.instead = (_operation, input) => {
        act(left.shift() ?? 'nothing');
        return secrets.getSecretValue(input);
      };
      const handle = cache.secret(SECRET, { versions: VERSIONS, key: 'password' });
      const numberOf = (password: string | undefined): number | undefined =>
        password === undefined ? undefined : Number(password.split(' ')[1]);
      for (let read = 0; read < 4; read += 1) {
        await handle.refresh().catch(() => undefined);
        if (cache.inspect()[0]?.version === undefined) continue;
        const { current, previous, pending } = handle.value;

        expect(moments).toContain(`${numberOf(current)} after ${numberOf(previous)}`);
        expect([undefined, ...secretsSoFar(secret)]).toContain(numberOf(pending));
      }
      cache.close();
    }),
    {
      numRuns: 500,
      // The current version is left and taken again during each of two readings.
      examples: [[['nothing', 'nothing', 'create', 'finish', 'put', 'finish', 'nothing', 'put', 'finish']]],
    },
  );
});

/** The numbers of all versions that there have been. */
const secretsSoFar = ({ current, pending = 0 }: RotatedSecret): readonly number[] =>
  Array.from({ length: Math.max(current, pending) }, (_, index) => index + 1);
