import { Injectable, type INestApplicationContext } from '@nestjs/common';
import { RefreshOnError, SsmCache, SsmParam, SsmSecret } from 'nestjs-ssm-cache';
import { InMemoryParameterStore, InMemorySecretsManager } from 'nestjs-ssm-cache/testing';
import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { startApplication } from '../../support/application.js';

/** Ends requests that read in every way, each in a context of its own, and counts the contexts that are kept alive. */

class Context {
  readonly ballast = new Uint8Array(1_000);
}

@Injectable()
class Reader {
  @SsmParam('/host', { maxAge: 0.01 }) readonly host!: string;
  @SsmParam('/slow', { maxAge: 0.01, transform: async (text) => String(text) })
  readonly slow!: Promise<string>;
  @SsmSecret('db', { maxAge: 0.01 }) readonly password!: Promise<string>;
  #failures = 0;

  @RefreshOnError({ refresh: ['host'], onRefresh: () => wait(1) })
  async find(): Promise<string> {
    this.#failures += 1;
    if (this.#failures % 2 === 1) throw new Error('The login failed.');
    return this.host;
  }
}

const collectGarbage = globalThis.gc as () => void;
const contexts = new AsyncLocalStorage<Context>();
const noted: { readonly deed: string; readonly context: WeakRef<Context> }[] = [];

const store = new InMemoryParameterStore({ '/host': 'one', '/slow': 'one', '/t/a': 'one', '/t/b': 'one' });
const secrets = new InMemorySecretsManager({ db: 'secret' });
const application: INestApplicationContext = await startApplication({
  module: { minRefreshInterval: 0, refreshTimeout: 1 },
  providers: [Reader],
  ssm: store,
  secretsManager: secrets,
});
const reader = application.get(Reader);
const cache = application.get(SsmCache);
const group = cache.createGroup({ maxAge: 0.01, minRefreshInterval: 0 });
const user = group.parameter('/host');
const password = group.secret('db');
const held = cache.parameter('/host');
const listed = cache.parameters('/t', { maxAge: 0.01, minRefreshInterval: 0 });
held.onChange(() => undefined);
cache.changes$.subscribe(() => undefined);
const keptPromises: Promise<unknown>[] = [];
let requests = 0;

/** What requests do. */
const deeds: Readonly<Record<string, () => unknown>> = {
  'a plain read': () => reader.host,
  'a strict read': () => reader.password,
  'a strict read of a slow conversion': () => reader.slow,
  'a strict read of a fresh value': () => held.get(),
  'the first read of a name': () => cache.parameter(`/new/${requests}`, { default: 'none' }).get(),
  'a forced refresh': () => held.refresh(),
  'a forced refresh of a group': () => group.refresh(),
  'reads of a group': () => Promise.all([user.get(), password.get()]),
  'a listing': () => listed.get(),
  'a listing of a group': () => group.parameters('/t'),
  'a recovered call': () => reader.find(),
  'a refresh that fails': () => {
    store.failNext('ThrottlingException');
    return held.refresh().catch(() => undefined);
  },
  'a name that does not exist': () =>
    cache
      .parameter('/missing', { maxAge: 0.01 })
      .get()
      .catch(() => undefined),
  'a refresh of everything': () => cache.refresh().catch(() => undefined),
  'a read whose promise is kept': () => {
    const kept = held.get();
    keptPromises[0] = kept;
    return kept;
  },
};

const serve = async (deed: string): Promise<void> => {
  const context = new Context();
  noted.push({ deed, context: new WeakRef(context) });
  // The failure that one of them plans can meet another.
  await contexts.run(context, async () => deeds[deed]?.()).catch(() => undefined);
};

const names = Object.keys(deeds);
await Promise.all([user.get(), password.get(), held.get(), listed.get()]);
const count = Number(process.argv[2]);
while (noted.length < count) {
  requests += 1;
  store.put('/host', `value ${requests}`);
  await Promise.all(names.map(serve));
  if (requests % 4 === 0) await wait(12);
}
await wait(50);
for (let round = 0; round < 8; round += 1) {
  await wait(5);
  collectGarbage();
}

const alive: Record<string, number> = {};
for (const { deed, context } of noted) {
  if (context.deref() !== undefined) alive[deed] = (alive[deed] ?? 0) + 1;
}
// A context that is held is seen: what is counted can be counted.
const control = new Context();
const seen = new WeakRef(control);
collectGarbage();
if (seen.deref() !== control) throw new Error('A context that is held was not seen.');
await application.close();
process.stdout.write(JSON.stringify({ alive, looked: noted.length }));
