import { Logger } from '@nestjs/common';
import {
  RefreshOnError,
  SsmCache,
  SsmCacheModule,
  ssmCacheConfig,
  SsmParam,
  SsmParams,
  SsmSecret,
} from 'nestjs-ssm-cache';
import { makeCache } from '../../support/make-cache.js';

type Give = (options: any) => unknown;

const property =
  (decorator: (options: any) => any): Give =>
  (options) => {
    class Holder {
      readonly x!: unknown;
    }
    Reflect.defineMetadata('design:type', Object, Holder.prototype, 'x');
    return decorator(options)(Holder.prototype, 'x');
  };

const method: Give = (options) => {
  class Holder {
    async run(): Promise<void> {}
  }
  const descriptor = Object.getOwnPropertyDescriptor(Holder.prototype, 'run');
  return (RefreshOnError(options) as any)(Holder.prototype, 'run', descriptor);
};

const FRESHNESS = ['maxAge', 'maxStale', 'jitter', 'refreshTimeout', 'minRefreshInterval'];
const GROUP = [...FRESHNESS, 'withDecryption', 'basePath'];
const VALUE = [...FRESHNESS, 'group', 'transform', 'schema', 'default', 'optional'];
const PARAMETER = [...VALUE, 'withDecryption', 'basePath'];
const SECRET = [...VALUE, 'key', 'versionStage', 'versionId'];
const PATH = [...GROUP, 'group', 'recursive', 'filters', 'shape', 'schema'];
const MODULE = [
  ...GROUP,
  'groups',
  'batchSecrets',
  'ssm',
  'secretsManager',
  'preload',
  'preloadTimeout',
  'isGlobal',
];
const RETRY = ['on', 'onResult', 'retries', 'delay', 'recoveryTimeout', 'onRefresh', 'refresh'];

export interface Place {
  readonly options: readonly string[];
  /** What must be given beside. */
  readonly others?: object;
  readonly give: Give;
}

/** Every place that takes options, with all that it takes. What is given is given at once: nothing is read. */
export const placesIn = (cache: SsmCache): Readonly<Record<string, Place>> => {
  const group = cache.createGroup();
  const handle = cache.parameter('/held');
  return {
    'new SsmCache()': {
      options: [
        ...GROUP,
        'groups',
        'batchSecrets',
        'ssm',
        'secretsManager',
        'region',
        'ssmClient',
        'secretsManagerClient',
      ],
      give: (options) => new SsmCache(options).close(),
    },
    'new SsmCache() local': {
      options: ['file', 'parameters', 'secrets', 'env', 'fallThrough', 'watch'],
      give: (local) => new SsmCache({ local }).close(),
    },
    'forRoot()': { options: MODULE, give: (options) => SsmCacheModule.forRoot(options) },
    'forRootAsync()': {
      options: ['useFactory', 'useClass', 'isGlobal'],
      give: (options) => SsmCacheModule.forRootAsync(options),
    },
    'forFeature()': {
      options: ['groups'],
      others: { groups: {} },
      give: (options) => SsmCacheModule.forFeature(options),
    },
    'forFeature() group': {
      options: GROUP,
      give: (options) => SsmCacheModule.forFeature({ groups: { db: options } }),
    },
    'ssmCacheConfig()': {
      options: [
        ...FRESHNESS.slice(0, 1),
        'path',
        'secrets',
        'schema',
        'recursive',
        'filters',
        'withDecryption',
        'batchSecrets',
        'preloadTimeout',
        'region',
        'ssm',
        'secretsManager',
        'ssmClient',
        'secretsManagerClient',
      ],
      others: { path: '/t' },
      give: (options) => ssmCacheConfig('hostile', options),
    },
    'ssmCacheConfig() secret': {
      options: ['id', ...SECRET.filter((option) => !FRESHNESS.includes(option) && option !== 'group')],
      others: { id: 's' },
      give: (secret) => ssmCacheConfig('hostile', { secrets: { nested: { secret } } }),
    },
    '@SsmParam()': {
      options: [...PARAMETER, 'preload'],
      give: property((options) => SsmParam('/x', options)),
    },
    '@SsmSecret()': { options: [...SECRET, 'preload'], give: property((options) => SsmSecret('s', options)) },
    '@SsmParams()': { options: [...PATH, 'preload'], give: property((options) => SsmParams('/t', options)) },
    '@RefreshOnError()': { options: RETRY, give: method },
    'cache.parameter()': { options: PARAMETER, give: (options) => cache.parameter('/x', options) },
    'cache.secret()': { options: SECRET, give: (options) => cache.secret('s', options) },
    'cache.parameters()': { options: PATH, give: (options) => cache.parameters('/t', options) },
    'cache.createGroup()': { options: GROUP, give: (options) => cache.createGroup(options) },
    'group.parameter()': { options: PARAMETER, give: (options) => group.parameter('/x', options) },
    'group.secret()': { options: SECRET, give: (options) => group.secret('s', options) },
    'group.parameters()': {
      options: ['recursive', 'filters'],
      give: (options) => cache.createGroup().parameters('/held-path', options),
    },
    'handle.refreshOnError()': {
      options: RETRY.slice(0, -1),
      give: (options) => handle.refreshOnError(async () => undefined, options),
    },
    'group.refreshOnError()': {
      options: RETRY.slice(0, -1),
      give: (options) => group.refreshOnError(async () => undefined, options),
    },
  };
};

/** A cache that holds a value which nothing may cost it. */
export const makeHolding = async () => {
  Logger.overrideLogger(false);
  const made = makeCache();
  made.parameters.put('/held', 'held');
  made.parameters.put('/held-path/leaf', 'held');
  await made.cache.parameter('/held').get();
  return made;
};
