import 'reflect-metadata';
import { Injectable, Module, type Type } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { RefreshOnError, SSM_CLIENT, SsmCache, SsmCacheModule, SsmParam } from '../../lib/index.js';
import { InMemoryParameterStore } from '../../lib/testing/index.js';

interface Call {
  readonly file: string;
  readonly name: string;
}

export interface Walk {
  readonly walk: string;
  readonly calls: readonly Call[];
}

type Record = (work: () => unknown) => Promise<readonly Call[]>;

const MAX_AGE = 300;

/** Both clocks of the system, as far ahead as a walk has put them. */
let ahead = 0;
const wall = Date.now.bind(Date);
const monotonic = performance.now.bind(performance);
Date.now = () => wall() + ahead;
performance.now = () => monotonic() + ahead;

const turns = async (count = 10): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

const expire = async (): Promise<void> => {
  await turns();
  ahead += (MAX_AGE + 1) * 1_000;
};

@Injectable()
class Reader {
  @SsmParam('/app/host') readonly host!: string;
}

@Injectable()
class Repeater {
  @SsmParam('/app/password') readonly password!: string;

  works = true;

  @RefreshOnError({ on: () => true })
  async find(): Promise<string> {
    const { password } = this;
    if (this.works) return password;
    this.works = true;
    throw new Error('refused');
  }
}

const start = async (providers: Type[]) => {
  const store = new InMemoryParameterStore({
    '/app/host': 'db.internal',
    '/app/password': 'first',
    '/app/one': '1',
    '/app/two': '2',
    '/app/three': '3',
  });
  @Module({ imports: [SsmCacheModule.forRoot({ maxAge: MAX_AGE })], providers })
  class AppModule {}
  const app = await Test.createTestingModule({ imports: [AppModule] })
    .overrideProvider(SSM_CLIENT)
    .useValue(store)
    .compile();
  await app.init();
  return { app, store, cache: app.get(SsmCache) };
};

const declareOne = (): void => {
  class Declared {}
  SsmParam('/app/host')(Declared.prototype, 'host' as never);
};

/** What the package does for its users, each as the calls that it takes. */
export const walks = async (record: Record): Promise<readonly Walk[]> => {
  const taken: Walk[] = [];
  const walk = async (name: string, work: () => unknown): Promise<void> => {
    taken.push({ walk: name, calls: await record(work) });
  };

  Reflect.defineMetadata('design:type', String, Object.prototype, 'host');
  await walk('decoration of one @SsmParam', declareOne);
  await walk('preload at start, one name', async () => (await start([Reader])).app.close());

  const { app, cache, store } = await start([Reader, Repeater]);
  const moduleRef = app.get(ModuleRef, { strict: false });
  await moduleRef.create(Repeater);
  await walk('bind a second instance, 1 property, 1 @RefreshOnError', () => moduleRef.create(Repeater));

  const reader = app.get(Reader);
  await turns();
  await walk('read, hit, first of a turn', () => void reader.host);
  void reader.host;
  await walk('read, hit, later in the turn', () => void reader.host);

  await expire();
  await walk('read, expired, refreshed in the background', async () => {
    void reader.host;
    await turns();
  });

  const handle = cache.parameter('/app/host');
  await expire();
  await walk('strict get(), expired', async () => {
    await handle.get();
    await turns();
  });
  await expire();
  store.failNext('ThrottlingException', 1);
  await walk('strict get(), expired, AWS throttles', async () => {
    await handle.get();
    await turns();
  });

  const group = cache.createGroup();
  const members = ['/app/one', '/app/two', '/app/three'].map((name) => group.parameter(name));
  await members[0]?.get();
  await turns();
  await walk('group of three, refresh()', async () => {
    await group.refresh();
    await turns();
  });

  const repeater = app.get(Repeater);
  await repeater.find();
  await turns();
  await walk('@RefreshOnError, succeeds', () => repeater.find());
  store.put('/app/password', 'second');
  repeater.works = false;
  await walk('@RefreshOnError, fails once, repeated', async () => {
    await repeater.find();
    await turns();
  });
  await app.close();
  return taken;
};
