import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startLocalAws, type LocalAws } from 'nestjs-ssm-cache/testing';
import { CANARIES, finderOf } from './canary.js';
import { CASES, PATIENCE } from './cases.js';
import { gather } from './evidence.js';
import { search } from './search.js';
import { store } from './stored.js';
import { Tally } from './tally.js';
import { faultsQuoting } from './wire-faults.js';
import { KeptLog } from './written.js';

describe('A value that a fault of the wire quotes', () => {
  const tally = new Tally('wire faults');
  const felt = new Set<string>();
  let aws: LocalAws;
  beforeAll(async () => {
    aws = await startLocalAws();
  });
  afterAll(() => aws.close());

  it.each(CASES)(
    'is not shown by a read of the kind $kind: $canary.title',
    async ({ canary, kind, subject, whens }) => {
      const find = finderOf(canary);
      const client = { ...aws.clientConfig(), maxAttempts: 1 };
      const module = { ssm: client, secretsManager: client, maxAge: 0, minRefreshInterval: 0, maxStale: 0 };
      for (const [fault, answer] of Object.entries(faultsQuoting(canary))) {
        for (const when of whens) {
          aws.faults.clear();
          store(aws, canary.value);
          const spoil = (): void => aws.faults.always(answer);
          const log = new KeptLog(when === 'afterwards');
          const evidence = await gather(subject, { module, value: {} }, spoil, when, log);
          if (evidence.errors.length > 0) felt.add(fault);
          tally.add(search(evidence, find), `${fault}, ${kind}, ${canary.title}, ${when}`);
          await evidence.close();
        }
      }
      expect(tally.found.slice(0, 20)).toEqual([]);
    },
    PATIENCE,
  );

  it('is not shown anywhere, though each fault is felt', () => {
    expect(felt).toEqual(new Set(Object.keys(faultsQuoting(CANARIES[0]!))));
    tally.report();
  });
});
