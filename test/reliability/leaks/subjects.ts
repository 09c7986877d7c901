import { Injectable, Logger, Module, type Type } from '@nestjs/common';
import { ConfigModule } from '@nestjs/config';
import { NestFactory } from '@nestjs/core';
import {
  RefreshOnError,
  SsmCache,
  SsmCacheModule,
  ssmCacheConfig,
  SsmParam,
  SsmParameter,
  SsmParams,
  SsmSecret,
  type StandardSchema,
  type Transform,
} from 'nestjs-ssm-cache';
import { SECRETS, TREE } from './stored.js';

export interface Circumstances {
  /** Where the clients are, and what else the cache is told. */
  readonly module: NonNullable<ConstructorParameters<typeof SsmCache>[0]>;
  /** What is made of the value. */
  readonly value: { readonly transform?: Transform<any>; readonly schema?: StandardSchema<any> };
}

/** Something that reads values, and all that it lets be seen. */
export interface Reader {
  readonly things: readonly unknown[];
  readonly reads: readonly (() => unknown)[];
  close(): unknown;
}

export type Subject = (circumstances: Circumstances) => Promise<Reader>;

const makeCache = ({ module }: Circumstances): SsmCache =>
  new SsmCache(module, { logger: new Logger('SsmCache') });

const readerOf = (cache: SsmCache, handles: readonly any[], ...others: any[]): Reader => {
  const changes: unknown[] = [];
  cache.changes$.subscribe((change) => changes.push(change));
  const readable = [...handles, ...others];
  return {
    things: [cache, ...handles, ...others, changes, cache.changes$],
    reads: [
      ...handles.flatMap((handle) => [() => handle.get(), () => handle.value]),
      ...readable.map((each) => () => each.refresh()),
      ...readable.map(
        (each) => () => each.refreshOnError(() => Promise.reject(new Error('The database is away.')))(),
      ),
      () => cache.refresh(),
      () => cache.ready(),
    ],
    close: () => cache.close(),
  };
};

const single: Subject = async (circumstances) => {
  const cache = makeCache(circumstances);
  return readerOf(cache, [cache.parameter('/x', circumstances.value)]);
};

const group: Subject = async (circumstances) => {
  const cache = makeCache(circumstances);
  const members = cache.createGroup();
  const handles = [
    members.parameter('/x', circumstances.value),
    members.parameter('/y'),
    members.secret(SECRETS.text, circumstances.value),
  ];
  return readerOf(cache, handles, members);
};

const tree: Subject = async (circumstances) => {
  const cache = makeCache(circumstances);
  const { schema } = circumstances.value;
  return readerOf(cache, [cache.parameters(TREE, schema && { schema })]);
};

const secret: Subject = async (circumstances) => {
  const cache = makeCache(circumstances);
  return readerOf(cache, [cache.secret(SECRETS.text, circumstances.value)]);
};

const keyOfSecret: Subject = async (circumstances) => {
  const cache = makeCache(circumstances);
  return readerOf(cache, [cache.secret(SECRETS.keyed, { ...circumstances.value, key: 'password' })]);
};

const batch: Subject = async (circumstances) => {
  const cache = makeCache(circumstances);
  return readerOf(cache, [
    cache.secret(SECRETS.text, circumstances.value),
    cache.secret(SECRETS.other, circumstances.value),
  ]);
};

/** An application around one class, as a user writes it. */
const application = async ({ module }: Circumstances, provider: Type): Promise<Reader> => {
  @Module({ imports: [SsmCacheModule.forRoot({ ...module, preloadTimeout: 0 })], providers: [provider] })
  class AppModule {}
  const app = await NestFactory.createApplicationContext(AppModule, { abortOnError: false });
  const instance = app.get<Record<string, any>>(provider);
  const cache = app.get(SsmCache);
  const reader = readerOf(cache, [instance.handle]);
  return {
    things: [instance, ...reader.things],
    reads: [
      ...reader.reads,
      () => instance.text,
      () => instance.strict,
      () => instance.secret,
      () => instance.all,
      () => instance.fail(),
    ],
    close: () => app.close(),
  };
};

const decorated: Subject = (circumstances) => {
  const options = circumstances.value as object;
  const { schema } = circumstances.value;
  @Injectable()
  class Holder {
    @SsmParam('/x', options) readonly text!: unknown;
    @SsmParam('/x', options) readonly strict!: Promise<unknown>;
    @SsmParam('/x', options) readonly handle!: SsmParameter<unknown>;
    @SsmSecret(SECRETS.text, options) readonly secret!: unknown;
    @SsmParams(TREE, schema && { schema }) readonly all!: unknown;

    async fail(): Promise<void> {
      await this.strict;
    }
  }
  return application(circumstances, Holder);
};

const recovering: Subject = (circumstances) => {
  const options = circumstances.value as object;
  @Injectable()
  class Holder {
    @SsmParam('/x', options) readonly handle!: SsmParameter<unknown>;
    @SsmSecret(SECRETS.text, options) readonly secret!: unknown;

    @RefreshOnError()
    async fail(): Promise<void> {
      throw new Error('The database is away.');
    }
  }
  return application(circumstances, Holder);
};

const configuration: Subject = async ({ module, value: { schema } }) => {
  const { ssm, maxAge = 0, minRefreshInterval = 0, refreshTimeout = 1 } = module;
  const config = ssmCacheConfig('settings', {
    path: TREE,
    preloadTimeout: 0,
    maxAge,
    minRefreshInterval,
    refreshTimeout,
    ...(ssm && { ssm }),
    ...(schema && { schema }),
  });
  @Module({
    imports: [
      ConfigModule.forRoot({ ignoreEnvFile: true, load: [config] }),
      SsmCacheModule.forRoot({ ...module, preloadTimeout: 0 }),
    ],
  })
  class AppModule {}
  const app = await NestFactory.createApplicationContext(AppModule, { abortOnError: false });
  return {
    things: [{ config }, { ...process.env }],
    reads: [() => config.refresh()],
    close: () => app.close(),
  };
};

/** The kinds of reads that there are. */
export const SUBJECTS: Readonly<Record<string, Subject>> = {
  single,
  group,
  tree,
  secret,
  'key of a secret': keyOfSecret,
  'batch of secrets': batch,
  'decorated property': decorated,
  '@RefreshOnError method': recovering,
  ssmCacheConfig: configuration,
};
