import type { PreloadFailure } from '../errors/index.js';
import type { EntryView } from '../engine/entry-view.js';
import type { SsmCache } from '../cache/ssm-cache.js';
import type { StandaloneSsmCacheOptions } from '../options/ssm-cache-options.interface.js';
import type { CacheLogger } from '../runtime/logger.js';
import type { NameScope } from './names/name-scope.js';
import type { SsmDeclaration } from './ssm-declaration.interface.js';
import type { CheckOptions } from './tooling-options.interface.js';

/** A value that the application declares, bound to a cache of the tools. */
export interface BoundValue {
  readonly owner: string;
  readonly view: EntryView<unknown>;
  readonly type: string;
  readonly optional: boolean;
}

/** A cache as the application will have one. It asks nothing of AWS before `load()`. */
export interface ToolCache {
  readonly cache: SsmCache;
  /** Of its clients. */
  readonly options: Pick<StandaloneSsmCacheOptions, 'clients' | 'region' | 'secretsManager' | 'ssm'>;
  readonly values: readonly BoundValue[];
  /** What the cache listens to. */
  readonly queues: readonly SsmDeclaration[];
  /** Where names are looked for. */
  readonly scopes: readonly NameScope[];
  /** @param timeout in seconds; otherwise as the application has it */
  load(timeout: number | undefined): Promise<readonly PreloadFailure[]>;
}

/** How the tools look at an application. */
export interface Look extends CheckOptions {
  /** Whether values are going to be read. Otherwise no function of the application is called for a client. */
  readonly isReading: boolean;
}

/** In seconds. */
export const DEFAULT_TIMEOUT = 30;

/** What begins something of its own, or stands between the cache and AWS. */
const LEFT_OUT = new Set(['events', 'extensions', 'fleet', 'local', 'preload', 'preloadTimeout']);

/** The options of a cache of the application for one that only looks. */
export const optionsFor = <Options extends object>(given: Options, { against, isReading }: Look): Options =>
  ({
    ...Object.fromEntries(
      Object.entries(given).filter(
        ([option, value]) => !LEFT_OUT.has(option) && (isReading || typeof value !== 'function'),
      ),
    ),
    ...(against !== undefined && { local: { file: against, env: false, watch: false } }),
  }) as Options;

/** What the caches log goes to `warn`. */
export const loggerFor = ({ warn = () => undefined }: Look): CacheLogger => ({
  log: () => undefined,
  warn,
  error: warn,
});
