import { describe, expect, it } from '@jest/globals';
import { Injectable, Scope, type OnModuleDestroy } from '@nestjs/common';
import { CacheClosedError, SsmCache, SsmParam, SsmParameter } from 'nestjs-ssm-cache';
import { start } from '../support/application.js';

@Injectable()
class Database {
  @SsmParam('/db/host') readonly host!: string;
  @SsmParam('/db/host') readonly freshHost!: Promise<string>;
  @SsmParam('/db/host') readonly handle!: SsmParameter<string>;
}

describe('two applications in one process', () => {
  const startTwo = () =>
    Promise.all(
      ['one.internal', 'two.internal'].map((host) =>
        start({ providers: [Database] }, { parameters: { '/db/host': host } }),
      ),
    );

  it('read their own values, though their classes are the same', async () => {
    const applications = await startTwo();
    expect(applications.map(({ app }) => app.get(Database).host)).toEqual(['one.internal', 'two.internal']);
    expect(applications.map(({ calls }) => calls())).toEqual([1, 1]);
  });

  it('refresh on their own', async () => {
    const [one, two] = (await startTwo()).map(({ app, store }) => ({
      store,
      database: app.get(Database),
      app,
    }));
    one!.store.put('/db/host', 'moved.internal');
    two!.store.put('/db/host', 'not yet refreshed');
    await one!.app.get(SsmCache).refresh();
    expect([one!.database.host, two!.database.host]).toEqual(['moved.internal', 'two.internal']);
  });

  it('end on their own', async () => {
    const [one, two] = await startTwo();
    const [closed, open] = [one!.app.get(Database), two!.app.get(Database)];
    await one!.close();
    expect(() => closed.host).toThrow(CacheClosedError);
    expect(open.host).toBe('two.internal');
    await expect(open.freshHost).resolves.toBe('two.internal');
  });
});

describe('closing the application', () => {
  it('closes the cache, whose reads say so from then on', async () => {
    const { app, calls, close } = await start({ providers: [Database] });
    const database = app.get(Database);
    await close();
    expect(() => database.host).toThrow(CacheClosedError);
    expect(() => database.handle.value).toThrow(/"\/db\/host" cannot be read: its cache has been closed/);
    await expect(database.freshHost).rejects.toThrow(CacheClosedError);
    expect(calls()).toBe(1);
  });

  it('refuses handles that are made afterwards', async () => {
    const { app, calls, close } = await start({});
    await close();
    await expect(app.get(SsmCache).parameter('/db/host').get()).rejects.toThrow(CacheClosedError);
    expect(calls()).toBe(0);
  });

  it('leaves the values to the hooks that need them for an orderly end', async () => {
    const seen: string[] = [];
    @Injectable()
    class Hooked extends Database implements OnModuleDestroy {
      onModuleDestroy(): void {
        seen.push(this.host);
      }
      beforeApplicationShutdown(): void {
        seen.push(this.host);
      }
    }
    const { close } = await start({ providers: [Hooked] });
    await close();
    expect(seen).toEqual(['db.internal', 'db.internal']);
  });

  it('does not destroy clients that it was given', async () => {
    const { store, secrets, close } = await start({ providers: [Database] });
    await close();
    expect([store.destroyed, secrets.destroyed]).toEqual([false, false]);
  });

  it('completes the stream of changes', async () => {
    const { app, close } = await start({ providers: [Database] });
    let isComplete = false;
    app.get(SsmCache).changes$.subscribe({ complete: () => (isComplete = true) });
    await close();
    expect(isComplete).toBe(true);
  });

  it('closes the cache for instances of a request, too', async () => {
    @Injectable({ scope: Scope.REQUEST })
    class PerRequest extends Database {}
    const { app, close } = await start({ providers: [PerRequest] });
    const instance = await app.resolve(PerRequest);
    expect(instance.host).toBe('db.internal');
    await close();
    expect(() => instance.host).toThrow(CacheClosedError);
  });
});
