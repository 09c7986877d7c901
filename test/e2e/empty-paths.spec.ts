import { afterEach, describe, expect, it } from '@jest/globals';
import { Injectable, type INestApplicationContext, type Type } from '@nestjs/common';
import {
  PreloadError,
  SsmCache,
  ssmCacheConfig,
  SsmFilterLabel,
  SsmParams,
  SsmParameterTree,
} from 'nestjs-ssm-cache';
import { InMemoryParameterStore } from 'nestjs-ssm-cache/testing';
import { closeAll, startApplication } from '../support/application.js';

const running: INestApplicationContext[] = [];
afterEach(() => closeAll(running));

const start = async (provider: Type, ssm: InMemoryParameterStore, module: object = {}) => {
  const application = await startApplication({ providers: [provider], ssm, module });
  running.push(application);
  return application;
};

const failureOf = async (promise: Promise<unknown>): Promise<PreloadError> => {
  try {
    await promise;
  } catch (error) {
    return error as PreloadError;
  }
  throw new Error('It started.');
};

const store = () => new InMemoryParameterStore({ '/prod/features/dark': 'on' });

describe('An application that declares a path', () => {
  it('does not start when there is no parameter under it, and names class, property and path', async () => {
    @Injectable()
    class Settings {
      @SsmParams('/featrues') readonly tree!: object;
      @SsmParams('/prod/features', { filters: [new SsmFilterLabel().value('live')] })
      readonly filtered!: Promise<object>;
      @SsmParams('/nothing') readonly handle!: SsmParameterTree<{ a: string }>;
      @SsmParams('/features') readonly fine!: object;
    }
    const ssm = new InMemoryParameterStore({ '/features/dark': 'on' });
    const error = await failureOf(start(Settings, ssm));

    expect(error).toBeInstanceOf(PreloadError);
    expect(error.failures.map(({ declaration, name }) => `${declaration} ${name}`)).toEqual([
      'Settings.tree /featrues',
      'Settings.filtered /prod/features',
      'Settings.handle /nothing',
    ]);
    expect(error.message).toContain(
      'Settings.tree → /featrues: There is no parameter under "/featrues" in this account and region',
    );
    for (const { error: failure } of error.failures) expect(failure.code).toBe('SSM_CACHE_INVALID_PARAMETER');
  });

  it('does not start when the base path makes it another one, also in a group', async () => {
    @Injectable()
    class Settings {
      @SsmParams('/prod/features', { group: 'flags' }) readonly features!: object;
    }
    const error = await failureOf(start(Settings, store(), { basePath: '/prod', groups: { flags: {} } }));

    expect(error.message).toContain('There is no parameter under "/prod/prod/features"');
  });

  it('starts with an optional path that is empty, in each shape', async () => {
    @Injectable()
    class Settings {
      @SsmParams('/a', { optional: true }) readonly tree!: object;
      @SsmParams('/b', { optional: true, shape: 'record' }) readonly record!: object;
      @SsmParams('/c', { optional: true, shape: 'map' }) readonly map!: ReadonlyMap<string, string>;
    }
    const { tree, record, map } = (await start(Settings, store())).get(Settings);

    expect([tree, record, [...map]]).toEqual([{}, {}, []]);
  });

  it('reads it as empty when all the parameters are deleted later', async () => {
    @Injectable()
    class Settings {
      @SsmParams('/prod/features') readonly features!: { dark?: string };
    }
    const ssm = store();
    const application = await start(Settings, ssm, { minRefreshInterval: 0 });
    const settings = application.get(Settings);
    expect(settings.features).toEqual({ dark: 'on' });
    ssm.delete('/prod/features/dark');
    await application.get(SsmCache).refresh();

    expect(settings.features).toEqual({});
  });
});

describe('ssmCacheConfig()', () => {
  it('fails when there is no parameter under its path, and names namespace and path', async () => {
    const error = await failureOf(ssmCacheConfig('database', { path: '/typo', ssmClient: store() })());

    expect(error).toBeInstanceOf(PreloadError);
    expect(error.message).toContain("ssmCacheConfig('database') → /typo: There is no parameter under");
  });

  it('is empty where that is allowed', async () => {
    const config = ssmCacheConfig('database', { path: '/typo', optional: true, ssmClient: store() });

    await expect(config()).resolves.toEqual({});
  });
});

describe('What a program lists itself', () => {
  it('may be empty, unless it says otherwise', async () => {
    const cache = new SsmCache({ ssmClient: store(), minRefreshInterval: 0 });

    await expect(cache.parameters('/typo').get()).resolves.toEqual({});
    await expect(cache.createGroup().parameters('/typo')).resolves.toEqual([]);
    await expect(cache.parameters('/typo', { optional: false }).get()).rejects.toMatchObject({
      code: 'SSM_CACHE_INVALID_PARAMETER',
      names: ['/typo'],
    });
    cache.close();
  });

  it('is read once there is something under a path that was empty', async () => {
    const ssm = store();
    const cache = new SsmCache({ ssmClient: ssm, minRefreshInterval: 0 });
    const late = cache.parameters('/late', { optional: false });
    await failureOf(late.get());
    ssm.put('/late/a', 'v');
    await late.refresh();

    await expect(late.get()).resolves.toEqual({ a: 'v' });
    cache.close();
  });
});
