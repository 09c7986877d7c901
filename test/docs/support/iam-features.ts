import type { ModuleMetadata } from '@nestjs/common';
import { ConfigModule } from '@nestjs/config';
import {
  RefreshOnError,
  SsmCache,
  ssmCacheConfig,
  SsmParam,
  SsmParams,
  SsmSecret,
  type SecretVersions,
} from 'nestjs-ssm-cache';
import { InMemoryParameterStore, InMemorySecretsManager } from 'nestjs-ssm-cache/testing';
import { applyPolicy, type Policy } from './iam-policy.js';

export const OWN_KEY = 'arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555';
export const PLACE = { region: 'eu-west-1', accountId: '123456789012' };

/** What a policy is tried on. */
export interface World {
  readonly parameterStore: InMemoryParameterStore;
  readonly secretsManager: InMemorySecretsManager;
}

/** What a section of docs/deploy/iam-permissions.md is about. */
export interface Feature {
  /** As code uses it. */
  readonly use: (world: World & { readonly cache: SsmCache }) => Promise<unknown>;
  /** As an application declares it; absent where a policy that the tools write is that of another section. */
  readonly declared?: ModuleMetadata;
}

class ByName {
  @SsmParam('/prod/shop/host') readonly host!: string;
  @SsmParam('/prod/shop/host:1') readonly first!: string;
  @SsmParam('/prod/shop/host:live') readonly live!: string;
  @SsmParam('/prod/shop/token') readonly token!: string;
}

class UnderOwnKey {
  @SsmParam('/prod/shop/own') readonly own!: string;
}

class ByPath {
  @SsmParams('/prod/shop/features') readonly features!: object;
}

class OneSecret {
  @SsmSecret('prod/db') readonly login!: string;
}

class RotatedSecret {
  @SsmSecret('prod/db') readonly login!: string;

  @RefreshOnError({ pending: true })
  async connect(): Promise<void> {}
}

class SeveralVersions {
  @SsmSecret('prod/jwt', { versions: ['AWSCURRENT', 'AWSPREVIOUS'] }) readonly keys!: SecretVersions<string>;
}

class TwoSecrets {
  @SsmSecret('prod/db') readonly login!: string;
  @SsmSecret('prod/mail') readonly mail!: string;
}

class SecretUnderOwnKey {
  @SsmSecret('prod/payments') readonly own!: string;
}

class SecretReference {
  @SsmParam('/aws/reference/secretsmanager/prod/db') readonly login!: string;
}

const readByName = async ({ cache }: { readonly cache: SsmCache }): Promise<void> => {
  const names = ['/prod/shop/host', '/prod/shop/host:1', '/prod/shop/host:live', '/prod/shop/token'];
  await Promise.all(names.map((name) => cache.parameter(name).get()));
  await cache.refresh();
};

/** By the heading of the section, as a user does it. */
export const FEATURES: Readonly<Record<string, Feature>> = {
  'Parameters by name': { use: readByName, declared: { providers: [ByName] } },
  'Parameters one by one': { use: readByName },
  'Parameters under a key of your own': {
    use: ({ cache }) => cache.parameter('/prod/shop/own').get(),
    declared: { providers: [UnderOwnKey] },
  },
  'Parameters by path': {
    use: async ({ cache, parameterStore }) => {
      await cache.parameters('/prod/shop/features').get();
      await cache.createGroup().parameters('/prod/shop/features');
      await cache.refresh();
      await ssmCacheConfig('features', { path: '/prod/shop/features', ssmClient: parameterStore })();
    },
    declared: {
      imports: [
        ConfigModule.forRoot({
          load: [ssmCacheConfig('features', { path: '/prod/shop/features' })],
          ignoreEnvFile: true,
        }),
      ],
      providers: [ByPath],
    },
  },
  Secrets: {
    use: async ({ cache }) => {
      await cache.secret('prod/db').get();
      await cache.refresh();
    },
    declared: { providers: [OneSecret] },
  },
  'Several secrets in one call': {
    use: ({ cache }) => Promise.all([cache.secret('prod/db').get(), cache.secret('prod/mail').get()]),
    declared: { providers: [TwoSecrets] },
  },
  'Pending versions of secrets': {
    use: async ({ cache }) => {
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
    declared: { providers: [RotatedSecret] },
  },
  'Several versions of a secret': {
    use: async ({ cache }) => {
      const versions = ['AWSCURRENT', 'AWSPREVIOUS', 'AWSPENDING'] as const;
      await cache.secret('prod/jwt', { versions }).get();
      await cache.refresh();
    },
    declared: { providers: [SeveralVersions] },
  },
  'Secrets under a key of your own': {
    use: ({ cache }) => cache.secret('prod/payments').get(),
    declared: { providers: [SecretUnderOwnKey] },
  },
  'Secrets through Parameter Store': {
    use: ({ cache }) => cache.parameter('/aws/reference/secretsmanager/prod/db').get(),
    declared: { providers: [SecretReference] },
  },
};

/** What is spared when it is not allowed, instead of failing. */
export const OPTIONAL = 'secretsmanager:BatchGetSecretValue';

/** The services, with what the features read, and as a role with this policy meets them. */
export const worldWith = (policy: Policy): World => {
  const secretsManager = new InMemorySecretsManager(
    {
      'prod/db': { AWSCURRENT: 'a', AWSPENDING: 'pending' },
      'prod/mail': 'b',
      'prod/jwt': { AWSCURRENT: 'd', AWSPREVIOUS: 'c' },
    },
    PLACE,
  );
  secretsManager.put('prod/payments', 'own', { keyId: OWN_KEY });
  const parameterStore = new InMemoryParameterStore(
    {
      '/prod/shop/host': { value: 'db', labels: ['live'] },
      '/prod/shop/token': { value: 't', type: 'SecureString' },
      '/prod/shop/own': { value: 'o', keyId: OWN_KEY },
      '/prod/shop/features/search': 'on',
    },
    { ...PLACE, secretsManager },
  );
  applyPolicy(policy, parameterStore, secretsManager, [
    'arn:aws:ssm:eu-west-1:123456789012:parameter/prod/shop/own',
    'arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/payments-AbCdEf',
  ]);
  return { parameterStore, secretsManager };
};
