import { afterEach, describe, expect, it } from '@jest/globals';
import { SsmCache, ssmCacheConfig } from 'nestjs-ssm-cache';
import { InMemoryParameterStore, InMemorySecretsManager } from 'nestjs-ssm-cache/testing';
import { rejection } from '../support/make-cache.js';
import { applyPolicy, elsewhere, resourcesOf, without, type Policy } from './support/iam-policy.js';
import { codeBlocks, readPage } from './support/markdown.js';
import { sectionOf } from './support/tables.js';

const OWN_KEY = 'arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555';
const PLACE = { region: 'eu-west-1', accountId: '123456789012' };

interface World {
  readonly parameterStore: InMemoryParameterStore;
  readonly secretsManager: InMemorySecretsManager;
  readonly cache: SsmCache;
}

/** What each section is about, as a user does it. */
const FEATURES: Readonly<Record<string, (world: World) => Promise<unknown>>> = {
  'Parameters by name': async ({ cache }) => {
    const names = ['/prod/shop/host', '/prod/shop/host:1', '/prod/shop/host:live', '/prod/shop/token'];
    await Promise.all(names.map((name) => cache.parameter(name).get()));
    await cache.refresh();
  },
  'Parameters one by one': async ({ cache }) => {
    const names = ['/prod/shop/host', '/prod/shop/host:1', '/prod/shop/host:live', '/prod/shop/token'];
    await Promise.all(names.map((name) => cache.parameter(name).get()));
    await cache.refresh();
  },
  'Parameters under a key of your own': ({ cache }) => cache.parameter('/prod/shop/own').get(),
  'Parameters by path': async ({ cache, parameterStore }) => {
    await cache.parameters('/prod/shop/features').get();
    await cache.createGroup().parameters('/prod/shop/features');
    await cache.refresh();
    await ssmCacheConfig('features', { path: '/prod/shop/features', ssmClient: parameterStore })();
  },
  Secrets: async ({ cache }) => {
    await cache.secret('prod/db').get();
    await cache.refresh();
  },
  'Several secrets in one call': ({ cache }) => {
    const secrets = [cache.secret('prod/db'), cache.secret('prod/mail')];
    return Promise.all(secrets.map((secret) => secret.get()));
  },
  'Pending versions of secrets': async ({ cache }) => {
    const password = cache.secret('prod/db');
    await password.get();
    const connect = password.refreshOnError(
      async () => {
        if (password.value !== 'pending') throw new Error('28P01');
      },
      { pending: true },
    );
    await connect();
  },
  'Several versions of a secret': async ({ cache }) => {
    const versions = ['AWSCURRENT', 'AWSPREVIOUS', 'AWSPENDING'] as const;
    await cache.secret('prod/jwt', { versions }).get();
    await cache.refresh();
  },
  'Secrets under a key of your own': async ({ cache, secretsManager }) => {
    secretsManager.delete('prod/db', { force: true });
    secretsManager.put('prod/db', 'own', { keyId: OWN_KEY });
    await cache.secret('prod/db').get();
  },
  'Secrets through Parameter Store': ({ cache }) =>
    cache.parameter('/aws/reference/secretsmanager/prod/db').get(),
};

/** What is spared when it is not allowed, instead of failing. */
const OPTIONAL = 'secretsmanager:BatchGetSecretValue';

/** What is tried first, and denied. */
const TRIED: Readonly<Record<string, string>> = { 'Parameters one by one': 'ssm:GetParameters' };

const { text } = await readPage('docs/iam-permissions.md');
const policyUnder = (heading: string): Policy =>
  JSON.parse(codeBlocks(sectionOf(text, heading))[0]?.code ?? '') as Policy;

const open: SsmCache[] = [];
afterEach(() => {
  for (const cache of open.splice(0)) cache.close();
});

const worldWith = (policy: Policy): World => {
  const secretsManager = new InMemorySecretsManager(
    {
      'prod/db': { AWSCURRENT: 'a', AWSPENDING: 'pending' },
      'prod/mail': 'b',
      'prod/jwt': { AWSCURRENT: 'd', AWSPREVIOUS: 'c' },
    },
    PLACE,
  );
  const parameterStore = new InMemoryParameterStore(
    {
      '/prod/shop/host': { value: 'db', labels: ['live'] },
      '/prod/shop/token': { value: 't', type: 'SecureString' },
      '/prod/shop/own': { value: 'o', keyId: OWN_KEY },
      '/prod/shop/features/search': 'on',
    },
    { ...PLACE, secretsManager },
  );
  applyPolicy(policy, parameterStore, secretsManager);
  const cache = new SsmCache({ ssmClient: parameterStore, secretsManagerClient: secretsManager });
  open.push(cache);
  return { parameterStore, secretsManager, cache };
};

describe.each(Object.entries(FEATURES))('%s', (heading, use) => {
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
    const world = worldWith(policy);
    const { parameterStore, secretsManager } = world;
    await use(world);
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
    await FEATURES[heading]?.(world);

    expect(world.secretsManager.calls.map(({ operation }) => operation)).toEqual([
      'BatchGetSecretValue',
      'GetSecretValue',
      'GetSecretValue',
    ]);
  });
});

describe('docs/iam-permissions.md', () => {
  it('has a test for each policy', () => {
    expect(codeBlocks(text)).toHaveLength(Object.keys(FEATURES).length);
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
