import { describe, expect, it } from '@jest/globals';
import { Injectable, Module } from '@nestjs/common';
import { InjectSsmGroup, SsmCacheModule, SsmParam, SsmParameterGroup } from 'nestjs-ssm-cache';
import { startModule } from '../support/application.js';

@Injectable()
class Database {
  @SsmParam('/db/host') readonly host!: string;
}

describe('isGlobal: false', () => {
  const cache = SsmCacheModule.forRoot({ isGlobal: false });
  const parameters = { '/db/host': 'db.internal' };

  it('gives the cache to the modules that import it', async () => {
    @Module({ imports: [cache], providers: [Database] })
    class DatabaseModule {}
    const { app } = await startModule({ imports: [DatabaseModule] }, { parameters });
    expect(app.get(Database, { strict: false }).host).toBe('db.internal');
  });

  it('keeps it from all others', async () => {
    @Module({ providers: [Database] })
    class DatabaseModule {}
    await expect(startModule({ imports: [cache, DatabaseModule] }, { parameters })).rejects.toThrow(
      /@SsmParam on Database\.host needs the cache/,
    );
  });

  it('lets each of several caches load what its own modules declare', async () => {
    const rootAt = (basePath: string) => SsmCacheModule.forRoot({ isGlobal: false, basePath });
    class Orders extends Database {}
    class Users extends Database {}
    @Module({ imports: [rootAt('/orders')], providers: [Orders] })
    class OrdersModule {}
    @Module({ imports: [rootAt('/users')], exports: [SsmCacheModule] })
    class SharedModule {}
    @Module({ imports: [SharedModule], providers: [Users] })
    class UsersModule {}
    const { app, store } = await startModule(
      { imports: [OrdersModule, UsersModule] },
      { parameters: { '/orders/db/host': 'one', '/users/db/host': 'two' } },
    );
    const hosts = [Orders, Users].map((type) => app.get<Database>(type, { strict: false }).host);
    expect([...hosts, store.calls.length]).toEqual(['one', 'two', 2]);
  });

  it('lets a feature module that imports the cache have groups of its own', async () => {
    class Mail {
      @SsmParam('/host', { group: 'mail' }) readonly host!: string;
      constructor(@InjectSsmGroup('mail') readonly group: SsmParameterGroup) {}
    }
    const groups = { mail: { basePath: '/db' } };
    @Module({
      imports: [cache, SsmCacheModule.forFeature({ groups, imports: [cache] })],
      providers: [Mail],
    })
    class MailModule {}
    const { app } = await startModule({ imports: [MailModule] }, { parameters });
    const mail = app.get(Mail, { strict: false });
    expect([mail.host, mail.group.size]).toEqual(['db.internal', 1]);
  });

  it('holds for forRootAsync too', async () => {
    const asynchronous = SsmCacheModule.forRootAsync({ isGlobal: false, useFactory: () => ({}) });
    @Module({ providers: [Database] })
    class DatabaseModule {}
    await expect(startModule({ imports: [asynchronous, DatabaseModule] }, { parameters })).rejects.toThrow(
      /@SsmParam on Database\.host needs the cache/,
    );
  });
});
