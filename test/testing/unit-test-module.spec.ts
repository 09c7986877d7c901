import { afterEach, describe, expect, it } from '@jest/globals';
import { Injectable, Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import {
  InjectSsmGroup,
  RefreshOnError,
  SsmCache,
  SsmCacheModule,
  SsmParam,
  type SsmParameter,
  type SsmParameterGroup,
  SsmParams,
  SsmSecret,
} from 'nestjs-ssm-cache';
import {
  InMemoryParameterStore,
  InMemorySecretsManager,
  SsmCacheTestingModule,
  type SsmCacheTestingOptions,
} from 'nestjs-ssm-cache/testing';
import { z } from 'zod';
import { SsmParameter as Handle } from '../../lib/cache/ssm-parameter.js';
import { rejection } from '../support/make-cache.js';

const compiled: TestingModule[] = [];
afterEach(async () => {
  await Promise.all(compiled.splice(0).map((module) => module.close()));
});

type Metadata = Parameters<typeof Test.createTestingModule>[0];

const compile = async (options: SsmCacheTestingOptions, metadata: Metadata): Promise<TestingModule> => {
  const module = await Test.createTestingModule({
    ...metadata,
    imports: [SsmCacheTestingModule.register(options), ...(metadata.imports ?? [])],
  }).compile();
  compiled.push(module);
  await module.init();
  return module;
};

describe('the module for unit tests', () => {
  it('gives values as the module gives them: converted, transformed, checked, as trees and handles', async () => {
    @Injectable()
    class Settings {
      @SsmParam('/limit') readonly limit!: number;
      @SsmParam('/open') readonly open!: boolean;
      @SsmParam('/hosts') readonly hosts!: string[];
      @SsmParam('/flags', { transform: 'json' }) readonly flags!: { beta: boolean };
      @SsmParam('/limit', { schema: z.coerce.number().max(10) }) readonly checked!: number;
      @SsmParam('/missing', { default: 3 }) readonly byDefault!: number;
      @SsmParam('/limit') readonly handle!: Handle<string>;
      @SsmParams('/tree') readonly tree!: { a: { b: string } };
      @SsmSecret('prod/db', { key: 'password' }) readonly password!: Promise<string>;
      @SsmSecret('bytes') readonly bytes!: Uint8Array;
    }
    const module = await compile(
      {
        parameters: {
          '/limit': '10',
          '/open': 'no',
          '/hosts': ['a', 'b'],
          '/flags': { value: '{"beta":true}', type: 'SecureString' },
          '/tree/a/b': 'leaf',
        },
        secrets: { 'prod/db': { password: 'p1' }, bytes: Uint8Array.of(1, 2) },
      },
      { providers: [Settings] },
    );
    const settings = module.get(Settings);

    expect([settings.limit, settings.open, settings.hosts]).toEqual([10, false, ['a', 'b']]);
    expect([settings.flags, settings.checked, settings.byDefault]).toEqual([{ beta: true }, 10, 3]);
    expect([settings.tree, settings.handle.value]).toEqual([{ a: { b: 'leaf' } }, '10']);
    expect([await settings.password, settings.bytes]).toEqual(['p1', Uint8Array.of(1, 2)]);
  });

  it('names every class and property whose value it was not given', async () => {
    @Injectable()
    class Orders {
      @SsmParam('/orders/limit') readonly limit!: number;
      @SsmParam('/orders/known') readonly known!: string;
      @SsmSecret('prod/orders') readonly token!: string;
    }
    const error = await rejection(compile({ parameters: { '/orders/known': 'x' } }, { providers: [Orders] }));

    expect(error.code).toBe('SSM_CACHE_PRELOAD');
    expect(error.message).toMatch(/^2 declared values could not be loaded/);
    expect(error.message).toContain('Orders.limit → /orders/limit');
    expect(error.message).toContain('Orders.token → prod/orders');
  });

  it('shows what a test changes once it is refreshed, as often as it is changed', async () => {
    @Injectable()
    class Orders {
      @SsmParam('/limit') readonly limit!: number;
      @SsmSecret('token') readonly token!: string;
    }
    const module = await compile(
      { parameters: { '/limit': '1' }, secrets: { token: 'a' } },
      { providers: [Orders] },
    );
    const orders = module.get(Orders);

    for (const [limit, token] of [
      ['2', 'b'],
      ['3', 'c'],
    ] as const) {
      module.get(InMemoryParameterStore).put('/limit', limit);
      module.get(InMemorySecretsManager).put('token', token);
      await module.get(SsmCache).refresh();
      expect([orders.limit, orders.token]).toEqual([Number(limit), token]);
    }
  });

  it('repeats a failed call with what has changed', async () => {
    @Injectable()
    class Orders {
      @SsmSecret('token') readonly token!: string;

      @RefreshOnError()
      async find(): Promise<string> {
        if (this.token === 'old') throw new Error('no login');
        return this.token;
      }
    }
    const module = await compile({ secrets: { token: 'old' } }, { providers: [Orders] });
    module.get(InMemorySecretsManager).put('token', 'new');

    await expect(module.get(Orders).find()).resolves.toBe('new');
  });

  it('has every group that a decorator names, and takes the options of others', async () => {
    @Injectable()
    class Orders {
      @SsmParam('/user', { group: 'database' }) readonly user!: string;
      @SsmParam('/mail', { group: 'mail' }) readonly mail!: string;
      @SsmParam('/host', { group: 'remote' }) readonly host!: string;
      constructor(
        @InjectSsmGroup('remote') readonly remote: SsmParameterGroup,
        @InjectSsmGroup('mail') readonly mails: SsmParameterGroup,
      ) {}

      @RefreshOnError({ refresh: [{ group: 'other' }, 'user'] })
      async find(): Promise<string> {
        return this.user;
      }
    }
    @Module({
      imports: [SsmCacheModule.forFeature({ groups: { mail: { basePath: '/feature' } } })],
      providers: [Orders],
    })
    class OrdersModule {}
    const module = await compile(
      {
        parameters: { '/user': 'shop', '/feature/mail': 'smtp', '/base/host': 'db' },
        groups: { remote: { basePath: '/base' } },
      },
      { imports: [OrdersModule] },
    );
    const orders = module.get(Orders);

    expect([orders.user, orders.mail, orders.host]).toEqual(['shop', 'smtp', 'db']);
    expect([orders.remote.size, orders.mails.size]).toEqual([1, 1]);
    await expect(orders.find()).resolves.toBe('shop');
  });

  it('gives the services of one test nothing of another', async () => {
    const registered = SsmCacheTestingModule.register({ parameters: { '/limit': '1' } });
    const [one, other] = await Promise.all(
      [1, 2].map(() => Test.createTestingModule({ imports: [registered] }).compile()),
    );
    compiled.push(one!, other!);
    one!.get(InMemoryParameterStore).put('/limit', '2');

    await expect(one!.get(SsmCache).parameter('/limit').get()).resolves.toBe('2');
    await expect(other!.get(SsmCache).parameter('/limit').get()).resolves.toBe('1');
  });

  it('needs no values where nothing is declared', async () => {
    const module = await compile({}, {});

    expect(module.get(SsmCache).inspect()).toEqual([]);
  });

  it('refuses an option that the module does not have', async () => {
    const error = await rejection(compile({ parameter: {} } as SsmCacheTestingOptions, {}));

    expect(error.message).toContain('unknown option "parameter"');
  });

  it('is named by the error of a test that imports no module', async () => {
    @Injectable()
    class Orders {
      @SsmParam('/limit') readonly limit!: number;
    }
    const error = await rejection(Test.createTestingModule({ providers: [Orders] }).compile());

    expect(error.message).toContain('SsmCacheTestingModule.register()');
  });
});

describe('the type of a handle', () => {
  it('is one class for both entry points', async () => {
    @Injectable()
    class Orders {
      @SsmParam('/limit') readonly limit!: Handle<string>;
    }
    const module = await compile({ parameters: { '/limit': '1' } }, { providers: [Orders] });
    const handle: SsmParameter<string> = module.get(Orders).limit;

    expect(handle).toBeInstanceOf(Handle);
  });
});
