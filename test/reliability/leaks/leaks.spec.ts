import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startLocalAws, type LocalAws } from 'nestjs-ssm-cache/testing';
import { CANARIES, finderOf } from './canary.js';
import { gather, WHENS } from './evidence.js';
import { search } from './search.js';
import { SINKS } from './sinks.js';
import { store } from './stored.js';
import { SUBJECTS } from './subjects.js';
import { Tally } from './tally.js';
import { KeptLog } from './written.js';
import { faultsQuoting } from './wire-faults.js';

const PATIENCE = 120_000;

const planted = (text: string): unknown => {
  const cause = Object.defineProperty(new Error('innocent'), 'hidden', { value: text });
  return Object.assign(new Error(text, { cause }), { text });
};

describe('A canary that is put there by hand', () => {
  it.each(CANARIES)('is found in every sink: $title', (canary) => {
    const find = finderOf(canary);
    const missed = Object.entries(SINKS).filter(([, sink]) =>
      canary.secrets.some((secret) => find(sink(planted(secret))) === undefined),
    );

    expect(missed.map(([name]) => name)).toEqual([]);
  });

  it.each(CANARIES)('is found in every encoding: $title', (canary) => {
    const find = finderOf(canary);
    for (const secret of canary.secrets) {
      const bytes = Buffer.from(secret);
      for (const text of [
        secret.toUpperCase(),
        bytes.toString('base64'),
        ...(secret.length > 6 ? [Buffer.from(`user:${secret}`).toString('base64')] : []),
        bytes.toString('hex'),
        encodeURIComponent(secret),
        JSON.stringify({ secret }),
        JSON.stringify(JSON.stringify({ secret })),
        JSON.stringify(bytes),
      ]) {
        expect(find(`before ${text} after`)).toBeDefined();
      }
    }
  });

  it.each(CANARIES)('is not found where there is none: $title', (canary) => {
    const find = finderOf(canary);
    for (const sink of Object.values(SINKS)) expect(find(sink(planted('innocent')))).toBeUndefined();
  });
});

describe('A value that a fault of the wire quotes', () => {
  const tally = new Tally('wire faults');
  let aws: LocalAws;
  beforeAll(async () => {
    aws = await startLocalAws();
  });
  afterAll(() => aws.close());

  const cases = CANARIES.flatMap((canary) => Object.keys(SUBJECTS).map((kind) => ({ canary, kind })));

  it.each(cases)('is not shown by a read of the kind $kind: $canary.title', async ({ canary, kind }) => {
    const find = finderOf(canary);
    const client = { ...aws.clientConfig(), maxAttempts: 1 };
    const module = { ssm: client, secretsManager: client, maxAge: 0, minRefreshInterval: 0, maxStale: 0 };
    for (const [fault, answer] of Object.entries(faultsQuoting(canary))) {
      for (const when of WHENS) {
        aws.faults.clear();
        store(aws, canary.value);
        const evidence = await gather(
          SUBJECTS[kind]!,
          { module, value: {} },
          () => aws.faults.always(answer),
          when,
          new KeptLog(when === 'afterwards'),
        );
        tally.add(search(evidence, find), `${fault}, ${kind}, ${canary.title}, ${when}`);
        await evidence.close();
      }
    }
    expect(tally.found.slice(0, 20)).toEqual([]);
  }, PATIENCE);

  it('is not shown anywhere', () => tally.report());
});
