import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startLocalAws, type LocalAws } from 'nestjs-ssm-cache/testing';
import { finderOf } from './canary.js';
import { CASES, PATIENCE } from './cases.js';
import { failingConversions, type Conversion } from './conversions.js';
import { gather } from './evidence.js';
import { search } from './search.js';
import { store } from './stored.js';
import { Tally } from './tally.js';
import { KeptLog } from './written.js';

/** Those that read a tree take a schema alone. */
const TREES = new Set(['tree', 'ssmCacheConfig']);

/** Takes whatever there is, until it is told to be itself. */
const laterFailing = ({ transform, schema }: Conversion) => {
  let isGood = true;
  const conversion = {
    ...(transform !== undefined && {
      transform:
        typeof transform === 'function'
          ? (value: any, context: any) => (isGood ? 'good' : transform(value, context))
          : transform,
    }),
    ...(schema !== undefined && {
      schema: {
        '~standard': {
          version: 1,
          vendor: 'test',
          validate: (value: unknown) => (isGood ? { value } : schema['~standard'].validate(value)),
        },
      } as const,
    }),
  };
  return { conversion, spoil: () => void (isGood = false) };
};

describe('A value that cannot be used', () => {
  const tally = new Tally('transforms and schemas');
  let aws: LocalAws;
  beforeAll(async () => {
    aws = await startLocalAws();
  });
  afterAll(() => aws.close());

  it.each(CASES)(
    'is not shown by a read of the kind $kind: $canary.title',
    async ({ canary, kind, subject, whens }) => {
      const find = finderOf(canary);
      const client = aws.clientConfig();
      const module = { ssm: client, secretsManager: client, maxAge: 0, minRefreshInterval: 0, maxStale: 0 };
      const harmless: string[] = [];
      for (const [title, failing] of Object.entries(failingConversions(canary))) {
        if (TREES.has(kind) && failing.schema === undefined) continue;
        for (const when of whens) {
          store(aws, canary.value);
          const { conversion, spoil } = laterFailing(failing);
          const log = new KeptLog(when === 'afterwards');
          const spoilAll = (): void => {
            spoil();
            store(aws, `${canary.value} `);
          };
          const evidence = await gather(subject, { module, value: conversion }, spoilAll, when, log);
          if (evidence.errors.length === 0) harmless.push(title);
          tally.add(search(evidence, find), `${title}, ${kind}, ${canary.title}, ${when}`);
          await evidence.close();
        }
      }
      expect(tally.found.slice(0, 20)).toEqual([]);
      expect(harmless).toEqual([]);
    },
    PATIENCE,
  );

  it('is not shown anywhere', () => tally.report());
});
