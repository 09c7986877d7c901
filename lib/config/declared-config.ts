import { Logger } from '@nestjs/common';
import { declarationOf } from '../cache/declaration.js';
import type { JointDeclaration, JointViews } from '../cache/joint-views.js';
import type { PreloadTarget } from '../cache/preload.js';
import { SsmCache } from '../cache/ssm-cache.js';
import { fallbackOf } from '../cache/view-factory.js';
import type { EntryView } from '../engine/entry-view.js';
import { resolvedName } from '../options/name.js';
import type { StandaloneSsmCacheOptions } from '../options/ssm-cache-options.interface.js';
import type { CacheLogger } from '../runtime/logger.js';
import { INTERNALS } from '../runtime/internals.js';
import { toSecretDeclaration, type ConfigSecret } from './config-secrets.js';
import type { SsmCacheConfigOptions } from './ssm-cache-config.interface.js';

/** What is loaded, with the clients that load it. */
export interface LoadOptions<T> extends Omit<SsmCacheConfigOptions<T>, 'secrets'> {
  readonly secrets: readonly ConfigSecret[];
}

/** A configuration before any of it is loaded. */
export interface DeclaredConfig<T> {
  readonly views: JointViews<T>;
  /** What is asked of AWS. */
  readonly targets: readonly ConfigTarget[];
}

export interface ConfigTarget extends PreloadTarget {
  /** Whether the configuration is loaded without it. */
  readonly isOptional: boolean;
}

/** The cache of a configuration: its own, since that of the module may depend on `ConfigService`. */
export const cacheOfConfig = <T>(
  options: LoadOptions<T>,
  logger: CacheLogger = new Logger(SsmCache.name),
): SsmCache => {
  const { ssmClient, secretsManagerClient, ...cacheOptions } = withoutListing(options);
  const clients = { ssmClient: made(ssmClient), secretsManagerClient: made(secretsManagerClient) };
  return new SsmCache({ ...cacheOptions, ...definedOf(clients) }, { logger });
};

/** @throws for a name that a function does not return, and for a client that there is not */
export const declareConfig = <T extends object>(
  namespace: string,
  { path, secrets, recursive, filters, schema, optional, client }: LoadOptions<T>,
  cache: SsmCache,
): DeclaredConfig<T> => {
  const declaration = `ssmCacheConfig('${namespace}')`;
  const views = viewsIn<T>(cache, {
    path: path && resolvedName(path, `${declaration} path`),
    options: definedOf({ recursive, filters, schema, client, optional: optional ?? false }),
    secrets: secrets.map((secret) => toSecretDeclaration(secret, client)),
  });
  const targets = [
    ...(views.tree === undefined ? [] : [{ declaration, view: views.tree, isOptional: optional === true }]),
    ...views.secrets.map((view, index) => ({
      declaration: secrets[index]?.where ?? declaration,
      view,
      isOptional: fallbackOf(secrets[index]?.options ?? {}) !== undefined,
    })),
  ];
  return { views, targets };
};

/** What is of the path, the secrets and their start, and no option of a cache. */
const LISTING = [
  'client',
  'filters',
  'optional',
  'path',
  'preloadTimeout',
  'recursive',
  'schema',
  'secrets',
] as const satisfies readonly (keyof LoadOptions<unknown>)[];

const withoutListing = (options: object): CacheOptions => {
  const names: readonly string[] = LISTING;
  return Object.fromEntries(Object.entries(options).filter(([name]) => !names.includes(name)));
};

type CacheOptions = Omit<StandaloneSsmCacheOptions, keyof Clients> & Clients;
type Clients = Pick<SsmCacheConfigOptions, 'ssmClient' | 'secretsManagerClient'>;

/** A client that a function returns is made when the configuration is loaded. */
const made = <Client>(client: Client | (() => Client) | undefined): Client | undefined =>
  typeof client === 'function' ? (client as () => Client)() : client;

const viewsIn = <T extends object>(cache: SsmCache, declared: JointDeclaration): JointViews<T> => {
  const { path, options, secrets } = declared;
  const internals = cache[INTERNALS];
  if (path === undefined || secrets.length > 0) return internals.declareJoint(declared) as JointViews<T>;
  const whole = internals.declare(declarationOf('path', path, options))[INTERNALS] as EntryView<T>;
  return { whole, tree: whole, secrets: [] };
};

export const definedOf = <O extends object>(options: O): { [K in keyof O]: Exclude<O[K], undefined> } =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as never;
