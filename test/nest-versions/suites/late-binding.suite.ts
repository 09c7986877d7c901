import { describe, expect, it } from '@jest/globals';
import { Inject, Injectable, Module } from '@nestjs/common';
import { LazyModuleLoader, ModuleRef } from '@nestjs/core';
import { ParameterNotLoadedError, SsmCache, SsmParam, SsmParameter, SsmSecret } from 'nestjs-ssm-cache';
import { setImmediate } from 'node:timers/promises';
import { start, type Application } from '../support/application.js';
import { SCOPES } from '../support/scopes.js';

class Late {
  @SsmParam('/db/host') readonly host!: string;
  @SsmParam('/db/host') readonly freshHost!: Promise<string>;
  @SsmParam('/db/host') readonly handle!: SsmParameter<string>;
  @SsmSecret('prod/db', { key: 'password' }) private readonly password!: string;

  login(): unknown[] {
    return [this.host, this.password];
  }
}
const LOGIN = ['db.internal', 'first'];

/** The ways in which a class meets Nest after the start. */
const WAYS = [
  {
    way: 'of a lazy module',
    make: async ({ app }: Application): Promise<Late> => {
      @Injectable()
      class LateProvider extends Late {}
      @Module({ providers: [LateProvider] })
      class LateModule {}
      const module = await app.get(LazyModuleLoader).load(() => LateModule);
      return module.get(LateProvider);
    },
  },
  {
    way: 'of a class that is made by ModuleRef.create()',
    make: ({ app }: Application): Promise<Late> => app.get(ModuleRef).create(Late),
  },
];

describe.each(WAYS)('a property $way', ({ make }) => {
  it('is there once the cache is ready', async () => {
    const application = await start({});
    const late = await make(application);
    await application.app.get(SsmCache).ready();
    expect(late.login()).toEqual(LOGIN);
    expect(application.calls()).toBe(2);
  });

  it('is asked for when its object is made, before anybody reads it', async () => {
    const application = await start({});
    await make(application);
    expect(application.calls()).toBe(0);
    // What falls due in one turn of the event loop is asked for at its end.
    await setImmediate();
    expect(application.calls()).toBe(2);
  });

  it('fails with a clear error when it is read before', async () => {
    const late = await make(await start({}));
    expect(() => late.host).toThrow(ParameterNotLoadedError);
    expect(() => late.host).toThrow(/"\/db\/host" has not been loaded yet\. Await .*ready\(\)/);
  });

  it('works at once as a promise and as a handle', async () => {
    const late = await make(await start({}));
    await expect(late.freshHost).resolves.toBe('db.internal');
    await expect(late.handle.get()).resolves.toBe('db.internal');
    expect(late.host).toBe('db.internal');
  });

  it('is there at once, without a call, when another class has loaded it', async () => {
    @Injectable()
    class Early {
      @SsmParam('/db/host') readonly host!: string;
      @SsmSecret('prod/db', { key: 'password' }) readonly password!: string;
    }
    const application = await start({ providers: [Early] });
    const late = await make(application);
    expect(late.login()).toEqual(LOGIN);
    expect(application.calls()).toBe(2);
  });

  it('is there at once, without a call, in a second instance', async () => {
    const application = await start({});
    await make(application);
    await application.app.get(SsmCache).ready();
    expect((await make(application)).login()).toEqual(LOGIN);
    expect(application.calls()).toBe(2);
  });

  it('does not keep the rest from working when it does not exist', async () => {
    const application = await start({}, { parameters: {} });
    const late = await make(application);
    await expect(application.app.get(SsmCache).ready()).rejects.toThrow(/"\/db\/host" does not exist/);
    await expect(late.freshHost).rejects.toThrow(/"\/db\/host" does not exist/);
    expect(() => late.host).toThrow(/"\/db\/host" does not exist/);
    application.store.put('/db/host', 'db.internal');
    await late.handle.refresh();
    expect(late.login()).toEqual(LOGIN);
  });
});

describe.each(SCOPES)('a lazy module with providers in $name scope', ({ scope }) => {
  it('has its values, by one load for all instances', async () => {
    @Injectable({ scope })
    class Database extends Late {}
    @Injectable({ scope })
    class Consumer {
      constructor(@Inject(Database) readonly database: Database) {}
    }
    @Module({ providers: [Database, Consumer] })
    class LateModule {}
    const application = await start({});
    const lazy = await application.app.get(LazyModuleLoader).load(() => LateModule);
    await lazy.resolve(Consumer);
    await application.app.get(SsmCache).ready();
    for (let instance = 0; instance < 3; instance += 1) {
      expect((await lazy.resolve(Consumer)).database.login()).toEqual(LOGIN);
    }
    expect(application.calls()).toBe(2);
  });
});
