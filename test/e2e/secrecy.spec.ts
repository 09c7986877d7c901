import { afterEach, describe, expect, it } from '@jest/globals';
import { Injectable, type INestApplicationContext } from '@nestjs/common';
import { inspect } from 'node:util';
import {
  type SsmCacheChange,
  RefreshOnError,
  SecretsManagerParameter,
  SsmCache,
  SsmCacheModule,
  SsmParam,
  SsmParameter,
  SsmSecret,
} from 'nestjs-ssm-cache';
import { InMemoryParameterStore, InMemorySecretsManager } from 'nestjs-ssm-cache/testing';
import { closeAll, RecordingLogger, startApplication } from '../support/application.js';

const CANARY = 'canary-7f3a';
const SHORT_CANARY = '~Q9';

const running: INestApplicationContext[] = [];
afterEach(() => closeAll(running));

@Injectable()
class Vault {
  @SsmParam('/plain') private readonly plain!: string;
  @SsmParam('/list') readonly list!: string[];
  @SsmParam('/json', { transform: 'json' }) readonly json!: unknown;
  @SsmParam('/plain') readonly handle!: SsmParameter<string>;
  @SsmSecret('secret', { key: 'password' }) readonly password!: string;
  @SsmSecret('secret') readonly secretHandle!: SecretsManagerParameter<string>;
  @SsmSecret('binary') readonly binary!: Buffer;
  @SsmSecret('secret', { key: 'password' }) readonly strict!: Promise<string>;

  read(): unknown[] {
    return [this.plain, this.list, this.json, this.password, this.binary];
  }

  @RefreshOnError()
  async fail(): Promise<void> {
    throw new Error('The database is away.');
  }
}

const holdsCanary = (text: string): boolean =>
  [CANARY, SHORT_CANARY, Buffer.from(CANARY).toString('base64'), Buffer.from(CANARY).toString('hex')].some(
    (canary) => text.includes(canary),
  );

const shown = (thing: unknown): string[] => [
  inspect(thing),
  inspect(thing, { depth: Infinity, showHidden: true, maxArrayLength: Infinity, maxStringLength: Infinity }),
  inspect(thing, { depth: Infinity, showHidden: true, customInspect: false }),
  JSON.stringify(thing) ?? '',
  String(thing),
];

const start = async () => {
  const ssm = new InMemoryParameterStore({
    '/plain': { value: `${CANARY}${SHORT_CANARY}`, type: 'SecureString' },
    '/list': { value: [CANARY, SHORT_CANARY], type: 'StringList' },
    '/json': JSON.stringify({ password: CANARY }),
  });
  const secretsManager = new InMemorySecretsManager({
    secret: JSON.stringify({ password: CANARY }),
    binary: Buffer.from(CANARY),
  });
  const logger = new RecordingLogger();
  const application = await startApplication({
    providers: [Vault],
    ssm,
    secretsManager,
    logger,
    module: { maxAge: 0, minRefreshInterval: 0 },
  });
  running.push(application);
  return {
    application,
    logger,
    ssm,
    secretsManager,
    vault: application.get(Vault),
    cache: application.get(SsmCache),
  };
};

describe('no value is shown', () => {
  it('though it can be read', async () => {
    const { vault } = await start();
    expect(holdsCanary(inspect(vault.read()))).toBe(true);
    expect(vault.binary.toString()).toBe(CANARY);
  });

  it('when a service, a handle, the cache or the module is printed or serialised, at any depth, hidden properties too', async () => {
    const { application, vault, cache } = await start();
    const things = [
      vault,
      vault.handle,
      vault.secretHandle,
      cache,
      cache.inspect(),
      application.get(SsmCacheModule),
    ];
    for (const thing of things) for (const text of shown(thing)) expect(holdsCanary(text)).toBe(false);
    expect(JSON.stringify({ vault })).toBe('{"vault":{}}');
    expect(JSON.stringify(vault.handle)).toBe('{"name":"/plain","version":1}');
  });

  it('in the container that Nest keeps its instances in', async () => {
    const { application } = await start();
    const container: unknown = Reflect.get(application, 'container');
    const text = inspect(container, { depth: 12, showHidden: true });
    expect(text).toContain('Vault');
    expect(holdsCanary(text)).toBe(false);
  });

  it.each([
    'ThrottlingException',
    'AccessDeniedException',
    'ParameterNotFound',
    'InternalServerError',
    'SyntaxError',
  ])('in errors and logs when AWS answers with %s, whatever that error quotes', async (name) => {
    const { logger, ssm, secretsManager, vault, cache } = await start();
    const quoting = Object.assign(new Error(`Unexpected token in "Value":"${CANARY}"`), {
      name,
      $response: { body: CANARY },
      $metadata: { httpStatusCode: 400, requestId: CANARY, attempts: 3 },
    });
    ssm.failNext(quoting, 100);
    secretsManager.failNext(quoting, 100);
    const errors: unknown[] = [];
    for (const read of [
      () => vault.handle.refresh(),
      () => vault.secretHandle.refresh(),
      () => cache.refresh(),
      () => vault.fail(),
    ]) {
      await read().catch((error: unknown) => errors.push(error));
    }
    expect(errors).toHaveLength(4);
    for (const thing of [errors, logger.entries, cache.inspect()]) {
      for (const text of shown(thing)) expect(holdsCanary(text)).toBe(false);
    }
    for (const error of errors as Error[]) expect(holdsCanary(`${error.stack}`)).toBe(false);
  });

  it('when a new value cannot be used: the last good one stays, and the log names parameter, version and reason', async () => {
    const { logger, ssm, secretsManager, vault, cache } = await start();
    ssm.put('/json', `{"password": ${CANARY}`);
    secretsManager.put('secret', `{"user":"${CANARY}"`);
    const errors = await Promise.all([
      vault.handle.refresh().catch((error: unknown) => error),
      cache.refresh().catch((error: unknown) => error),
    ]);
    expect(vault.json).toEqual({ password: CANARY });
    expect(vault.password).toBe(CANARY);
    for (const thing of [errors, logger.entries])
      for (const text of shown(thing)) expect(holdsCanary(text)).toBe(false);
    expect(inspect(logger.entries)).toContain('"/json" in version 2 cannot be used: it is not valid JSON');
  });

  it('in the events of changes', async () => {
    const { ssm, vault, cache } = await start();
    const changes: SsmCacheChange[] = [];
    cache.changes$.subscribe((change) => changes.push(change));
    ssm.put('/plain', `${CANARY}2`);
    await vault.handle.refresh();
    expect(changes).toEqual([{ name: '/plain', previousVersion: 1, version: 2 }]);
  });

  it('after the application has closed, and a read says why', async () => {
    const { application, vault } = await start();
    await application.close();
    expect(() => vault.read()).toThrow(expect.objectContaining({ code: 'SSM_CACHE_CLOSED' }));
    await expect(vault.strict).rejects.toMatchObject({ code: 'SSM_CACHE_CLOSED' });
  });
});

describe('A promise of a value', () => {
  const promises = async (): Promise<readonly (readonly [what: string, promise: Promise<unknown>])[]> => {
    const { application } = await start();
    const vault = application.get(Vault);
    const cache = application.get(SsmCache);
    return [
      ['of a property', vault.strict],
      ['of a property, again', vault.strict],
      ['of a handle', vault.handle.get()],
      ['of a handle of the cache', cache.secret('secret', { key: 'password' }).get()],
      ['of bytes', cache.secret('binary').get()],
      ['of a value that is fetched now', cache.parameter('/plain', { maxAge: 0 }).get()],
    ];
  };

  it('is printed without the value, before and after it is there', async () => {
    for (const [what, promise] of await promises()) {
      const texts = [inspect(promise), inspect({ [what]: [promise] }, { depth: 5, showHidden: true })];
      await promise;
      texts.push(inspect(promise), inspect([promise], { showHidden: true }));
      expect([what, ...texts.filter(holdsCanary)]).toEqual([what]);
    }
  });

  it('is a native promise, with nothing that can be enumerated', async () => {
    for (const [, promise] of await promises()) {
      expect(promise.constructor).toBe(Promise);
      expect(Object.keys(promise)).toEqual([]);
      await expect(promise).resolves.toBeDefined();
    }
  });
});
