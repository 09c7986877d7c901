import { afterEach, describe, expect, it } from '@jest/globals';
import { Module, type INestApplicationContext, type ModuleMetadata, type Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { NestFactory } from '@nestjs/core';
import {
  PreloadError,
  SECRETS_MANAGER_CLIENT,
  SSM_CLIENT,
  SsmCacheModule,
  SsmParam,
  SsmSecret,
  type SsmCacheModuleOptions,
} from 'nestjs-ssm-cache';
import { InMemoryParameterStore, InMemorySecretsManager } from 'nestjs-ssm-cache/testing';
import { describeDeclarations, iamPolicy, type IamPolicyOptions } from 'nestjs-ssm-cache/tooling';
import { FEATURES, OPTIONAL, OWN_KEY, worldWith, type World } from '../docs/support/iam-features.js';
import { applyPolicy, elsewhere, resourcesOf, without, type Policy } from '../docs/support/iam-policy.js';
import { codeBlocks, readPage } from '../docs/support/markdown.js';
import { sectionOf } from '../docs/support/tables.js';
import { closeAll } from '../support/application.js';

const PLACE = { account: '123456789012', region: 'eu-west-1' };

const running: INestApplicationContext[] = [];
afterEach(() => closeAll(running));

const appModule = (declared: ModuleMetadata): Type => {
  @Module({ ...declared, imports: [SsmCacheModule.forRoot(), ...(declared.imports ?? [])] })
  class AppModule {}
  return AppModule;
};

const start = async (declared: ModuleMetadata, policy: Policy): Promise<World> => {
  const world = worldWith(policy);
  const module = Test.createTestingModule({ imports: [appModule(declared)] })
    .overrideProvider(SSM_CLIENT)
    .useValue(world.parameterStore)
    .overrideProvider(SECRETS_MANAGER_CLIENT)
    .useValue(world.secretsManager)
    .setLogger(false as never);
  const application = await module.compile();
  running.push(application);
  return world;
};

const policyFor = async (
  declared: ModuleMetadata,
  options: Partial<IamPolicyOptions> = {},
): Promise<Policy> => iamPolicy(await describeDeclarations(appModule(declared)), { ...PLACE, ...options });

/** A listing is of the path and of all that is under it: it needs both resources, and the services in memory look at the path. */
const withOneResourceLess = (policy: Policy): readonly Policy[] =>
  policy.Statement.flatMap((statement, index) => {
    const resources = resourcesOf(statement);
    if (resources.length === 1 || statement.Action === 'ssm:GetParametersByPath') return [];
    return resources.map((left) => ({
      ...policy,
      Statement: policy.Statement.with(index, {
        ...statement,
        Resource: resources.filter((resource) => resource !== left),
      }),
    }));
  });

const { text } = await readPage('docs/deploy/iam-permissions.md');

const APPLICATIONS = Object.entries(FEATURES).flatMap(([heading, feature]) =>
  feature.declared === undefined ? [] : ([[heading, feature.declared]] as const),
);

describe.each(APPLICATIONS)('the policy that is written for: %s', (heading, declared) => {
  const options = heading.includes('key of your own') ? { kmsKeys: [OWN_KEY] } : {};

  it('has the actions of the page', async () => {
    const documented = JSON.parse(codeBlocks(sectionOf(text, heading))[0]?.code ?? '') as Policy;
    const written = await policyFor(declared, options);

    expect(written.Statement.map(({ Action }) => Action)).toEqual(
      documented.Statement.map(({ Action }) => Action),
    );
  });

  it('starts the application, and with a statement or a name less it does not', async () => {
    const policy = await policyFor(declared, options);
    await start(declared, policy);

    expect(policy.Statement).not.toEqual([]);
    const actions = policy.Statement.map(({ Action }) => Action).filter((action) => action !== OPTIONAL);
    const lesser = [
      ...actions.map((action) => without(policy, action)),
      ...actions.filter((action) => action !== 'kms:Decrypt').map((action) => elsewhere(policy, action)),
      ...withOneResourceLess(policy),
    ];
    for (const one of lesser) await expect(start(declared, one)).rejects.toThrow(PreloadError);
  });
});

describe('the policies that are written for two accounts', () => {
  const PAYMENTS = { account: '210987654321', region: 'us-east-1' };
  const role = 'arn:aws:iam::210987654321:role/read-payments';

  class Orders {
    @SsmParam('/prod/host') readonly host!: string;
    @SsmParam('/pay/rate', { client: 'payments' }) readonly rate!: string;
    @SsmSecret('pay/api', { client: 'payments' }) readonly api!: string;
  }

  const orders = (clients: SsmCacheModuleOptions) => {
    const { clients: further = { payments: { region: PAYMENTS.region } } } = clients;
    @Module({ imports: [SsmCacheModule.forRoot({ ...clients, clients: further })], providers: [Orders] })
    class AppModule {}
    return AppModule;
  };

  const startWith = async (own: Policy, ofRole: Policy): Promise<void> => {
    const [ssmClient, secretsManagerClient] = services(PLACE, { '/prod/host': 'db' }, {}, own);
    const [ssm, secrets] = services(PAYMENTS, { '/pay/rate': '1' }, { 'pay/api': 'x' }, ofRole);
    const payments = { ssmClient: ssm, secretsManagerClient: secrets };
    const module = orders({ ssmClient, secretsManagerClient, clients: { payments } });
    running.push(await NestFactory.createApplicationContext(module, { logger: false, abortOnError: false }));
  };

  it('start the application together, and not without any statement of them', async () => {
    const declarations = await describeDeclarations(orders({}));
    const own = iamPolicy(declarations, { ...PLACE, clients: { payments: { role } } });
    const ofRole = iamPolicy(
      declarations.filter(({ client }) => client === 'payments'),
      { account: PAYMENTS.account },
    );

    expect(own.Statement.map(({ Action }) => Action)).toEqual(['ssm:GetParameters', 'sts:AssumeRole']);
    await expect(startWith(own, ofRole)).resolves.toBeUndefined();
    await expect(startWith(without(own, 'ssm:GetParameters'), ofRole)).rejects.toThrow(PreloadError);
    for (const { Action } of ofRole.Statement) {
      await expect(startWith(own, without(ofRole, Action))).rejects.toThrow(PreloadError);
    }
  });
});

const services = (
  { account, region }: { readonly account: string; readonly region: string },
  parameters: Record<string, string>,
  secrets: Record<string, string>,
  policy: Policy,
) => {
  const place = { accountId: account, region };
  const secretsManager = new InMemorySecretsManager(secrets, place);
  const parameterStore = new InMemoryParameterStore(parameters, { ...place, secretsManager });
  applyPolicy(policy, parameterStore, secretsManager);
  return [parameterStore, secretsManager] as const;
};
