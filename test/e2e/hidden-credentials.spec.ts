import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Injectable, Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { SsmCacheModule, SsmParam, SsmSecret } from 'nestjs-ssm-cache';
import { startLocalAws } from 'nestjs-ssm-cache/testing';
import { closeAll } from '../support/application.js';

@Injectable()
class Orders {
  @SsmParam('/host') readonly host!: string;
  @SsmSecret('db') readonly password!: string;
}

const CREDENTIALS = { accessKeyId: 'c4n4ry-id', secretAccessKey: 'c4n4ry-key', sessionToken: 'c4n4ry-token' };
const running: INestApplicationContext[] = [];
afterEach(() => closeAll(running));

const printed = (thing: unknown): string =>
  [inspect(thing, { depth: 12 }), inspect(thing, { depth: 12, showHidden: true, getters: true })].join();

type ClientConfig = Record<string, unknown>;

/** A class that knows the configuration, without holding it. */
const optionsFactoryOf = (config: ClientConfig) =>
  class OptionsFactory {
    createSsmCacheOptions() {
      return { ssm: config, secretsManager: config };
    }
  };

describe('Credentials that are given to the module as they are', () => {
  it.each<[string, (config: ClientConfig) => DynamicModule]>([
    ['forRoot()', (config) => SsmCacheModule.forRoot({ ssm: config, secretsManager: config })],
    [
      'forRootAsync() with a factory',
      (config) =>
        SsmCacheModule.forRootAsync({ useFactory: () => ({ ssm: config, secretsManager: config }) }),
    ],
    [
      'forRootAsync() with a class',
      (config) => SsmCacheModule.forRootAsync({ useClass: optionsFactoryOf(config) }),
    ],
  ])('are used, and in nothing that is printed: %s', async (_how, makeModule) => {
    const aws = await startLocalAws({ parameters: { '/host': 'localhost' }, secrets: { db: 'p' } });
    try {
      const cacheModule = makeModule({ ...aws.clientConfig(), credentials: CREDENTIALS });
      expect(printed(cacheModule)).not.toContain('c4n4ry');
      @Module({ imports: [cacheModule], providers: [Orders] })
      class AppModule {}
      const application = await Test.createTestingModule({ imports: [AppModule] }).compile();
      running.push(application);

      expect(application.get(Orders)).toMatchObject({ host: 'localhost', password: 'p' });
      const modules = [...application.get(ModulesContainer).values()];
      const ofCache = modules.find(({ metatype }) => metatype === SsmCacheModule);
      expect(printed([...(ofCache?.providers.values() ?? [])].map(({ instance }) => instance))).not.toContain(
        'c4n4ry',
      );
    } finally {
      await closeAll(running);
      await aws.close();
    }
  });
});
