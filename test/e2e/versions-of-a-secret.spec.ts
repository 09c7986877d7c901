import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Injectable, type INestApplicationContext } from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import { Test } from '@nestjs/testing';
import {
  getSsmSecretToken,
  InjectSsmSecret,
  SecretsManagerParameter,
  SecretVersions,
  SsmCache,
  SsmCacheModule,
  ssmCacheConfig,
  SsmParam,
  SsmSecret,
} from 'nestjs-ssm-cache';
import {
  InMemorySecretsManager,
  setValues,
  SsmCacheTestingModule,
  startLocalAws,
} from 'nestjs-ssm-cache/testing';
import { closeAll, startApplication } from '../support/application.js';
import { rejection, thrown } from '../support/make-cache.js';

const VERSIONS = ['AWSCURRENT', 'AWSPREVIOUS', 'AWSPENDING'] as const;

const running: INestApplicationContext[] = [];
afterEach(() => closeAll(running));

const valuesIn = ({ current, previous, pending }: SecretVersions<unknown>): unknown[] => [
  current,
  previous,
  pending,
];
const vaultOf = (): InMemorySecretsManager =>
  new InMemorySecretsManager({
    'prod/jwt': { AWSCURRENT: '2', AWSPREVIOUS: '1', AWSPENDING: '3' },
  });

@Injectable()
class Keys {
  @SsmSecret('prod/jwt', { versions: VERSIONS }) readonly plain!: SecretVersions<string>;
  @SsmSecret('prod/jwt', { versions: VERSIONS }) private readonly fresh!: Promise<SecretVersions<string>>;
  @SsmSecret('prod/jwt', { versions: VERSIONS, transform: 'number' })
  readonly handle!: SecretsManagerParameter<SecretVersions<number>>;

  constructor(
    @InjectSsmSecret('prod/jwt', { versions: VERSIONS })
    readonly injected: SecretsManagerParameter<SecretVersions<string>>,
  ) {}

  all(): Promise<unknown[]> {
    return this.fresh.then((fresh) => [fresh, this.plain, this.handle.value, this.injected.value]);
  }
}

describe('Several versions of a secret in an application', () => {
  it('are what properties and injected handles hold, by one refresh', async () => {
    const secretsManager = vaultOf();
    const application = await startApplication({ providers: [Keys], secretsManager });
    running.push(application);
    const all = await application.get(Keys).all();

    expect(all.map((versions) => valuesIn(versions as SecretVersions))).toEqual([
      ['2', '1', '3'],
      ['2', '1', '3'],
      [2, 1, 3],
      ['2', '1', '3'],
    ]);
    expect(secretsManager.callsOf('GetSecretValue')).toHaveLength(4);
  });

  it('have one token for one list of stages', () => {
    const token = getSsmSecretToken('prod/jwt', { versions: ['AWSCURRENT', 'AWSPREVIOUS'] });

    expect(getSsmSecretToken('prod/jwt', { versions: ['AWSCURRENT', 'AWSPREVIOUS'] })).toBe(token);
    expect(getSsmSecretToken('prod/jwt', { versions: ['AWSCURRENT'] })).not.toBe(token);
    expect(token.name).toBe('SSM_CACHE:SECRET:prod/jwt { versions: AWSCURRENT+AWSPREVIOUS }');
  });

  it('keep it from starting where there is no such secret', async () => {
    const error = await rejection(
      startApplication({ providers: [Keys], secretsManager: new InMemorySecretsManager() }),
    );

    expect(error.message).toContain('prod/jwt:AWSCURRENT,AWSPREVIOUS,AWSPENDING');
  });

  it('stand among the secrets of a configuration', async () => {
    const secretsManagerClient = vaultOf();
    const load = ssmCacheConfig('auth', {
      secrets: {
        keys: { id: 'prod/jwt', versions: ['AWSCURRENT', 'AWSPREVIOUS'], transform: 'number' },
        none: { id: 'prod/none', versions: ['AWSCURRENT'], optional: true },
      },
      secretsManagerClient,
      minRefreshInterval: 0,
    });
    const application = await Test.createTestingModule({
      imports: [ConfigModule.forRoot({ load: [load], ignoreEnvFile: true }), SsmCacheModule.forRoot()],
    }).compile();
    running.push(application);
    await application.init();
    const config = application.get(ConfigService);
    const keys = (): SecretVersions<number> => config.getOrThrow('auth.keys');

    expect(valuesIn(keys())).toEqual([2, 1, undefined]);
    expect(config.get('auth.none')).toBeUndefined();
    secretsManagerClient.rotate('prod/jwt', '3');
    await load.refresh();
    expect(valuesIn(keys())).toEqual([3, 2, undefined]);
    expect(JSON.stringify(Object.entries(process.env))).not.toContain('SecretVersions');
    secretsManagerClient.rotate('prod/jwt', 'no number');
    const error = await rejection(load.refresh());
    expect(error.message).toContain('"prod/jwt:AWSCURRENT"');
    expect(valuesIn(keys())).toEqual([3, 2, undefined]);
  });
});

describe('A declaration of several versions', () => {
  const declare = (decorate: PropertyDecorator, type: unknown): unknown => {
    class Holder {}
    Reflect.defineMetadata('design:type', type, Holder.prototype, 'keys');
    return thrown(() => decorate(Holder.prototype, 'keys')).message;
  };
  const versions = SsmSecret('prod/jwt', { versions: VERSIONS }) as PropertyDecorator;

  it.each([[String], [Number], [Array], [Uint8Array], [Date]])('is refused for the type %p', (type) => {
    expect(declare(versions, type)).toBe(
      `@SsmSecret("prod/jwt") on Holder.keys: with the option "versions" a property of the type ${type.name} cannot hold it. Declare SecretVersions<T>, a Promise of it or SecretsManagerParameter<SecretVersions<T>>, and give a transform or a schema where T is no text.`,
    );
  });

  it('is refused with a transform for a type that is not SecretVersions', () => {
    const decorate = SsmSecret('prod/jwt', { versions: VERSIONS, transform: 'number' });

    expect(declare(decorate as PropertyDecorator, Number)).toContain('cannot hold it');
  });

  it.each([
    ['@SsmSecret', SsmSecret('prod/jwt')],
    ['@SsmSecret', SsmSecret('prod/jwt', { transform: 'json' })],
    ['@SsmParam', SsmParam('/jwt')],
  ])('is missing where the type wants it: %s', (_, decorate) => {
    expect(declare(decorate as PropertyDecorator, SecretVersions)).toContain('Give the option "versions"');
  });

  it('is refused where the type of an injected handle is given', () => {
    const error = thrown(() => getSsmSecretToken('prod/jwt', { versions: VERSIONS, type: Number }));

    expect(error.message).toContain('a property of the type Number cannot hold it');
  });

  it.each([[undefined], [Object], [Promise], [SecretVersions], [SecretsManagerParameter]])(
    'needs no more than the emitted type %p',
    (type) => {
      class Holder {}
      if (type !== undefined) Reflect.defineMetadata('design:type', type, Holder.prototype, 'keys');

      expect(() => versions(Holder.prototype, 'keys')).not.toThrow();
    },
  );
});

describe('In a test, several versions of a secret', () => {
  it('are values of the module for unit tests', async () => {
    const application = await Test.createTestingModule({
      imports: [
        SsmCacheTestingModule.register({
          secrets: { 'prod/jwt': { AWSCURRENT: '2', AWSPREVIOUS: '1', AWSPENDING: '3' } },
        }),
      ],
      providers: [Keys],
    }).compile();
    running.push(application);
    const { plain } = application.get(Keys);
    expect(valuesIn(plain)).toEqual(['2', '1', '3']);

    application.get(InMemorySecretsManager).rotate('prod/jwt', '4');
    await application.get(SsmCache).refresh();
    expect(valuesIn(application.get(Keys).plain)).toEqual(['4', '2', '3']);
  });

  it('are set on an instance that was made with new', async () => {
    const keys = setValues(new Keys(undefined as never), {
      plain: { current: 'two', previous: 'one' },
      fresh: { current: 'fresh' },
      handle: { current: 2 },
    });

    expect(valuesIn(keys.plain)).toEqual(['two', 'one', undefined]);
    expect([keys.plain.currentId, keys.plain.byId('AWSPREVIOUS')]).toEqual(['AWSCURRENT', 'one']);
    expect(keys.handle.value.current).toBe(2);
    await expect(Reflect.get(keys, 'fresh') as unknown).resolves.toMatchObject({ current: 'fresh' });
  });

  it('are set as they are made', () => {
    const made = new SecretVersions([{ stage: 'AWSCURRENT', versionId: 'one', value: 'key' }]);
    const keys = setValues(new Keys(undefined as never), { plain: made });

    expect(keys.plain).toBe(made);
  });

  it('leave a property plain and assignable under a double of the cache', async () => {
    const application = await Test.createTestingModule({
      providers: [Keys, { provide: SsmCache, useValue: { secret: () => ({ value: 'double' }) } }],
    })
      .useMocker(() => ({ secret: () => 'double' }))
      .compile();
    running.push(application);
    const keys = application.get(Keys);
    const made = new SecretVersions([{ stage: 'AWSCURRENT', versionId: 'one', value: 'key' }]);

    expect(Object.assign(keys, { plain: made }).plain.current).toBe('key');
  });
});

describe('Elsewhere, several versions of a secret', () => {
  it('are read from the local AWS, by the client of the SDK', async () => {
    const aws = await startLocalAws({ secrets: { 'prod/jwt': { AWSCURRENT: 'two', AWSPREVIOUS: 'one' } } });
    const client = new SecretsManagerClient(aws.clientConfig());
    const cache = new SsmCache({ secretsManagerClient: client });
    try {
      const keys = await cache.secret('prod/jwt', { versions: VERSIONS }).get();

      expect(valuesIn(keys)).toEqual(['two', 'one', undefined]);
      const { VersionId } = await client.send(new GetSecretValueCommand({ SecretId: 'prod/jwt' }));
      expect(keys.currentId).toBe(VersionId);
    } finally {
      cache.close();
      client.destroy();
      await aws.close();
    }
  });

  it('are read from a local file, and again when it is saved', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'versions-'));
    const file = join(folder, 'aws.local.json');
    const save = (secret: unknown): Promise<void> =>
      writeFile(file, JSON.stringify({ secrets: { 'prod/jwt': secret } }));
    await save({ AWSCURRENT: { key: 'two' }, AWSPREVIOUS: { key: 'one' }, AWSPENDING: { key: 'three' } });
    const cache = new SsmCache({ local: file });
    try {
      const handle = cache.secret('prod/jwt', { versions: VERSIONS, key: 'key' });
      expect(valuesIn(await handle.get())).toEqual(['two', 'one', 'three']);

      const changed = new Promise<void>((resolve) => {
        handle.onChange(resolve);
      });
      await save({ AWSCURRENT: { key: 'three' }, AWSPREVIOUS: { key: 'two' } });
      await changed;
      expect(valuesIn(handle.value)).toEqual(['three', 'two', undefined]);
    } finally {
      cache.close();
      await rm(folder, { recursive: true });
    }
  });

  it('are one version in a local file that says no more', async () => {
    const cache = new SsmCache({ local: { secrets: { 'prod/jwt': 'only' }, env: false } });
    try {
      expect(valuesIn(await cache.secret('prod/jwt', { versions: VERSIONS }).get())).toEqual([
        'only',
        undefined,
        undefined,
      ]);
    } finally {
      cache.close();
    }
  });
});
