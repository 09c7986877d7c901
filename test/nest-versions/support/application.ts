import { afterEach } from '@jest/globals';
import type { INestApplication, ModuleMetadata } from '@nestjs/common';
import { Test, type TestingModuleBuilder } from '@nestjs/testing';
import {
  SECRETS_MANAGER_CLIENT,
  SSM_CLIENT,
  SsmCacheModule,
  type SsmCacheModuleOptions,
} from 'nestjs-ssm-cache';
import { InMemoryParameterStore, InMemorySecretsManager } from 'nestjs-ssm-cache/testing';
import type { Server } from 'node:http';

/** A running application, and the services that it reads from. */
export interface Application {
  readonly app: INestApplication;
  readonly server: Server;
  readonly store: InMemoryParameterStore;
  readonly secrets: InMemorySecretsManager;
  /** How many requests AWS has had so far. */
  readonly calls: () => number;
  /** Ends the application before the test does. */
  readonly close: () => Promise<void>;
}

interface Setting {
  readonly options?: SsmCacheModuleOptions;
  readonly parameters?: Record<string, string>;
  readonly secrets?: Record<string, string>;
}

const PARAMETERS = { '/db/host': 'db.internal', '/db/port': '5432' };
const SECRETS = { 'prod/db': '{"password":"first"}' };

const running = new Set<INestApplication>();

/** Once only: Nest 10 would call the hooks again. */
const close = async (app: INestApplication): Promise<void> => {
  if (running.delete(app)) await app.close();
};

afterEach(() => Promise.all([...running].map(close)));

/** Starts an application whose clients are overridden, as the tests of users do it. It is closed after the test. */
export const startModule = async (metadata: ModuleMetadata, setting: Setting = {}): Promise<Application> => {
  const store = new InMemoryParameterStore(setting.parameters ?? PARAMETERS);
  const secrets = new InMemorySecretsManager(setting.secrets ?? SECRETS);
  const module = await override(Test.createTestingModule(metadata), store, secrets).compile();
  const app = module.createNestApplication({ logger: false });
  running.add(app);
  await app.init();
  return {
    app,
    server: app.getHttpServer() as Server,
    store,
    secrets,
    calls: () => store.calls.length + secrets.calls.length,
    close: () => close(app),
  };
};

/** The same with `SsmCacheModule.forRoot()` imported. */
export const start = (metadata: ModuleMetadata, setting: Setting = {}): Promise<Application> => {
  // Tests do not wait between forced refreshes.
  const cache = SsmCacheModule.forRoot({ minRefreshInterval: 0, ...setting.options });
  return startModule({ ...metadata, imports: [cache, ...(metadata.imports ?? [])] }, setting);
};

const override = (
  builder: TestingModuleBuilder,
  store: InMemoryParameterStore,
  secrets: InMemorySecretsManager,
): TestingModuleBuilder =>
  builder
    .overrideProvider(SSM_CLIENT)
    .useValue(store)
    .overrideProvider(SECRETS_MANAGER_CLIENT)
    .useValue(secrets);
