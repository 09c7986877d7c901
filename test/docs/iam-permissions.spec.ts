import { afterEach, describe, expect, it } from '@jest/globals';
import { SsmCache } from 'nestjs-ssm-cache';
import { rejection } from '../support/make-cache.js';
import { FEATURES, OPTIONAL, worldWith, type World } from './support/iam-features.js';
import { elsewhere, resourcesOf, without, type Policy } from './support/iam-policy.js';
import { codeBlocks, readPage } from './support/markdown.js';
import { sectionOf } from './support/tables.js';

/** What is tried first, and denied. */
const TRIED: Readonly<Record<string, string>> = { 'Parameters one by one': 'ssm:GetParameters' };

/** Sections whose policies are tried by another spec, with how many they have. */
const TRIED_ELSEWHERE = { 'All features in one policy': 1, 'Values of another account': 2 };

const { text } = await readPage('docs/deploy/iam-permissions.md');
const policyUnder = (heading: string): Policy =>
  JSON.parse(codeBlocks(sectionOf(text, heading))[0]?.code ?? '') as Policy;

const open: SsmCache[] = [];
afterEach(() => {
  for (const cache of open.splice(0)) cache.close();
});

const cacheIn = ({ parameterStore, secretsManager }: World): SsmCache => {
  const cache = new SsmCache({ ssmClient: parameterStore, secretsManagerClient: secretsManager });
  open.push(cache);
  return cache;
};

describe.each(Object.entries(FEATURES))('%s', (heading, feature) => {
  const use = (world: World) => feature.use({ ...world, cache: cacheIn(world) });
  const policy = policyUnder(heading);
  const actions = policy.Statement.map(({ Action }) => Action);
  const needed = actions.filter((action) => action !== OPTIONAL);
  const named = policy.Statement.filter((statement) =>
    resourcesOf(statement).some((arn) => arn.includes('prod')),
  );

  it('works with exactly the permissions that are documented', async () => {
    await expect(use(worldWith(policy))).resolves.not.toThrow();
  });

  it('calls nothing but what is documented', async () => {
    const { parameterStore, secretsManager } = worldWith(policy);
    await use({ parameterStore, secretsManager });
    const called = [
      ...parameterStore.calls.map(({ operation }) => `ssm:${operation}`),
      ...secretsManager.calls.map(({ operation }) => `secretsmanager:${operation}`),
    ];

    expect([...actions, TRIED[heading]]).toEqual(expect.arrayContaining([...new Set(called)]));
  });

  it.each(needed)('is refused without %s', async (action) => {
    const error = await rejection(use(worldWith(without(policy, action))));

    expect(codesIn(error)).toContain('SSM_CACHE_ACCESS_DENIED');
  });

  it.each(named.map(({ Action }) => Action))('is refused with %s for other names', async (action) => {
    const error = await rejection(use(worldWith(elsewhere(policy, action))));

    expect(codesIn(error)).toContain('SSM_CACHE_ACCESS_DENIED');
  });
});

describe('Several secrets', () => {
  it('are read one by one by a role that may not batch', async () => {
    const heading = 'Several secrets in one call';
    const world = worldWith(without(policyUnder(heading), OPTIONAL));
    await FEATURES[heading]?.use({ ...world, cache: cacheIn(world) });

    expect(world.secretsManager.calls.map(({ operation }) => operation)).toEqual([
      'BatchGetSecretValue',
      'GetSecretValue',
      'GetSecretValue',
    ]);
  });
});

describe('docs/deploy/iam-permissions.md', () => {
  it('has a test for each policy', () => {
    const elsewhereTried = Object.values(TRIED_ELSEWHERE).reduce((sum, count) => sum + count);

    expect(codeBlocks(text)).toHaveLength(Object.keys(FEATURES).length + elsewhereTried);
    for (const [heading, count] of Object.entries(TRIED_ELSEWHERE)) {
      expect(codeBlocks(sectionOf(text, heading))).toHaveLength(count);
    }
  });
});

/** The codes of an error, and of all that it lists. */
const codesIn = (error: unknown): readonly string[] => {
  const { code, failures = [] } = error as {
    code: string;
    failures?: readonly { error: { code: string } }[];
  };
  return [code, ...failures.map((failure) => failure.error.code)];
};
