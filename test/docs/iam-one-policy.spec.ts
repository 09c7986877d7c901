import { afterEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { SsmCache } from 'nestjs-ssm-cache';
import { startLocalAws, type LocalAws } from 'nestjs-ssm-cache/testing';
import { FEATURES, OPTIONAL, worldWith } from './support/iam-features.js';
import { without, type Policy } from './support/iam-policy.js';
import { codeBlocks, readPage } from './support/markdown.js';
import { sectionOf } from './support/tables.js';

const { text } = await readPage('docs/deploy/iam-permissions.md');
const documentsUnder = (heading: string): readonly unknown[] =>
  codeBlocks(sectionOf(text, heading)).map(({ code }) => JSON.parse(code) as unknown);

interface WrittenPolicy extends Omit<Policy, 'Statement'> {
  readonly Statement: readonly { readonly Action: string | string[]; readonly Resource: string | string[] }[];
}

const written = documentsUnder('All features in one policy')[0] as WrittenPolicy;
/** A statement for each action. */
const policy: Policy = {
  ...written,
  Statement: written.Statement.flatMap(({ Action, Resource }) =>
    [Action].flat().map((action) => ({ Effect: 'Allow', Action: action, Resource })),
  ),
};
const actionsOf = (service: string): readonly string[] =>
  policy.Statement.map(({ Action }) => Action).filter((action) => action.startsWith(`${service}:`));

const open: (SsmCache | LocalAws)[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

const tryFeature = async (heading: string, allowed: Policy): Promise<unknown> => {
  const world = worldWith(allowed);
  const cache = new SsmCache({
    ssmClient: world.parameterStore,
    secretsManagerClient: world.secretsManager,
  });
  open.push(cache);
  return FEATURES[heading]?.use({ ...world, cache });
};

describe('The policy for all features', () => {
  it.each(Object.keys(FEATURES))('is enough for: %s', async (heading) => {
    await expect(tryFeature(heading, policy)).resolves.not.toThrow();
  });

  const needed = ['ssm', 'secretsmanager', 'kms'].flatMap(actionsOf).filter((action) => action !== OPTIONAL);

  it.each([...new Set(needed)])('needs %s for one of them', async (action) => {
    const tried = Object.keys(FEATURES).map((heading) => tryFeature(heading, without(policy, action)));
    const outcomes = await Promise.allSettled(tried);

    expect(outcomes.some(({ status }) => status === 'rejected')).toBe(true);
  });

  it('has what a queue of changes is asked', async () => {
    const aws = await startLocalAws({ events: true, parameters: { '/limit': '10' } });
    const cache = new SsmCache({
      ssm: aws.clientConfig(),
      events: { queueUrl: aws.events.queueUrl, sqs: aws.clientConfig(), spread: 0 },
    });
    open.push(cache, aws);
    const limit = cache.parameter('/limit');
    await limit.get();
    const changed = new Promise<void>((resolve) => limit.onChange(() => resolve()));
    aws.parameterStore.put('/limit', '20');
    await changed;
    const called = (): ReadonlySet<string> =>
      new Set(aws.sqs.calls.map(({ operation }) => `sqs:${operation.replace(/Batch$/, '')}`));
    while (!called().has('sqs:DeleteMessage')) await sleep(10);

    expect(called()).toEqual(new Set(actionsOf('sqs')));
  });

  it('has what another account is asked', async () => {
    const aws = await startLocalAws({ accountId: '123456789012', region: 'eu-west-1' });
    aws.in({ accountId: '210987654321' }).parameterStore.put('/payments/url', 'https://pay.internal');
    const role = policy.Statement.find(({ Action }) => Action === 'sts:AssumeRole');
    const credentials = fromTemporaryCredentials({
      masterCredentials: aws.clientConfig().credentials,
      params: { RoleArn: String(role?.Resource) },
      clientConfig: { endpoint: aws.endpoint, region: 'eu-west-1' },
    });
    const cache = new SsmCache({
      clients: { payments: { ssm: { ...aws.clientConfig(), credentials } } },
    });
    open.push(cache, aws);

    await expect(cache.parameter('/payments/url', { client: 'payments' }).get()).resolves.toContain('pay');
    expect(aws.sts.calls.map(({ operation }) => `sts:${operation}`)).toEqual(actionsOf('sts'));
  });
});

describe('The policies for another account', () => {
  const [own, trust] = documentsUnder('Values of another account') as [WrittenPolicy, WrittenPolicy];

  it('are the statement of the one policy, and what lets the role be assumed', () => {
    expect(own.Statement).toEqual([
      { Effect: 'Allow', ...policy.Statement.find(({ Action }) => Action === 'sts:AssumeRole') },
    ]);
    expect(trust.Statement).toEqual([
      {
        Effect: 'Allow',
        Principal: { AWS: expect.stringContaining(':123456789012:role/') },
        Action: 'sts:AssumeRole',
      },
    ]);
  });
});
