import type { Observable } from 'rxjs';
import type { SsmCacheError } from '../errors/index.js';
import { freshError } from '../errors/fresh-error.js';
import { primaryError } from '../errors/primary-error.js';
import type { SsmGroupOptions } from '../options/group-options.interface.js';
import type { FitName, Suggested } from '../options/known-name.types.js';
import type { SsmName } from '../options/name.js';
import { checkedOptions } from '../options/option-checks.js';
import type { PathOptions } from '../options/path-options.interface.js';
import type { StandaloneSsmCacheOptions } from '../options/ssm-cache-options.interface.js';
import type {
  ParameterOptions,
  ReferenceOptions,
  SecretOptions,
} from '../options/value-options.interface.js';
import type { SsmCacheChange } from '../runtime/cache-events.js';
import type { CacheRuntime } from '../runtime/cache-runtime.js';
import { cacheHealth } from '../health/cache-health.js';
import { summary } from '../health/cache-stats.js';
import type { SsmCacheStats } from '../health/stats.interface.js';
import type { SsmCacheHealth, SsmCacheHealthOptions } from '../health/health.interface.js';
import type { SsmNotification } from '../runtime/notification.interface.js';
import { INTERNALS } from '../runtime/internals.js';
import type { Reference } from '../sources/source.interface.js';
import type { TransformInPlace } from '../values/transform.interface.js';
import { CacheInternals } from './cache-internals.js';
import { declarationOf } from './declaration.js';
import type {
  FitStored,
  FitTextTree,
  FitValueOptions,
  HandleValue,
  Inferred,
  OptionsMaking,
  PathOptionsMaking,
  ReferenceOptionsMaking,
  SecretOptionsMaking,
  StoredValues,
} from './handle-value.types.js';
import { entrySnapshot, type SsmCacheEntrySnapshot } from './inspect.js';
import { markAsReal } from './real-cache.js';
import type { SecretsManagerParameter } from './secrets-manager-parameter.js';
import type { SsmParameter } from './ssm-parameter.js';
import type { SsmParameterGroup } from './ssm-parameter-group.js';
import type { SsmParameterTree } from './ssm-parameter-tree.js';

/**
 * Parameters and secrets by name, each kept once and refreshed when it is due.
 *
 * Under Nest it is injected by its class; without Nest it is made with `new`.
 *
 * @example
 * ```ts
 * const cache = new SsmCache({ region: 'eu-west-1', maxAge: 300 });
 * const host = await cache.parameter('/prod/db/host').get();
 * cache.close();
 * ```
 *
 * @publicApi
 */
export class SsmCache {
  readonly #internals: CacheInternals;

  /**
   * Each parameter and secret of which a refresh brought another version: its name and versions, never the value. One that
   * cannot be used counts; which version is in use is in `inspect()`. That a subscriber threw is in the log, without its
   * error; it stays subscribed.
   */
  readonly changes$: Observable<SsmCacheChange>;

  constructor(options?: StandaloneSsmCacheOptions);
  /** @internal */
  constructor(options?: StandaloneSsmCacheOptions, runtime?: Partial<CacheRuntime>, isHosted?: boolean);
  constructor(
    given: StandaloneSsmCacheOptions = {},
    runtime: Partial<CacheRuntime> = {},
    /** Whether an application says when watchers begin. */
    isHosted = false,
  ) {
    markAsReal(this);
    this.#internals = new CacheInternals(checkedOptions(given, 'cache', 'SsmCache options'), runtime);
    this.changes$ = this.#internals.changes.observable;
    if (!isHosted) this.#internals.beginWatching();
  }

  /** @internal */
  get [INTERNALS](): CacheInternals {
    return this.#internals;
  }

  /**
   * One parameter of Parameter Store. Calls nothing; the same name and options share one entry.
   *
   * @param name a name (`/prod/db/host`), with a version (`/prod/db/host:3`) or a label (`/prod/db/host:live`), or an
   * ARN; or a function that returns it, which is called once
   * @throws `InvalidParameterError` without a name, `InvalidPathError`, `InvalidVersionError`; `InvalidDeclarationError` or
   * `OptionRangeError` for an option that cannot be; `UnknownGroupError` for `options.group`
   */
  parameter<T = string, const Name extends Suggested<'parameters'> = Suggested<'parameters'>>(
    name: Name & FitStored<T, StoredValues['parameter']> & FitName<Name, 'parameters'>,
  ): SsmParameter<T>;
  /** The same with options, which tell the type of the value: a transform, a schema, whether it may be missing. */
  parameter<
    const Name extends Suggested<'parameters'>,
    const Options extends ParameterOptions,
    _Value extends Inferred,
  >(
    name: Name & FitName<Name, 'parameters', Options>,
    options: (Options & TransformInPlace & FitValueOptions<Options, ParameterOptions>) | undefined,
  ): SsmParameter<HandleValue<Options>>;
  /** The same for a type of the value that is asked for: the options must make it. */
  parameter<T, const Name extends Suggested<'parameters'> = Suggested<'parameters'>>(
    name: Name & FitName<Name, 'parameters'>,
    options: OptionsMaking<T>,
  ): SsmParameter<T>;
  parameter<T>(name: SsmName, options: ParameterOptions<T> = {}): SsmParameter<T> {
    return this.#internals.declare(declarationOf('parameter', name, options)) as SsmParameter<T>;
  }

  /**
   * One secret of Secrets Manager. Calls nothing; the same id and options share one entry.
   *
   * @param id a name, or a full or partial ARN; or a function that returns it, which is called once
   * @throws `InvalidParameterError` without a name; `InvalidDeclarationError` or `OptionRangeError` for an option that
   * cannot be; `UnknownGroupError` for `options.group`
   *
   * @example
   * ```ts
   * await cache.secret('prod/db', { key: 'password' }).get();
   * ```
   */
  secret<T = string, const Name extends Suggested<'secrets'> = Suggested<'secrets'>>(
    id: Name & FitStored<T, StoredValues['secret']> & FitName<Name, 'secrets'>,
  ): SecretsManagerParameter<T>;
  /** The same with options, which tell the type of the value: its key, a transform, a schema, whether it may be missing. */
  secret<
    const Name extends Suggested<'secrets'>,
    const Options extends SecretOptions,
    _Value extends Inferred,
  >(
    id: Name & FitName<Name, 'secrets', Options>,
    options: (Options & TransformInPlace & FitValueOptions<Options, SecretOptions>) | undefined,
  ): SecretsManagerParameter<HandleValue<Options>>;
  /** The same for a type of the value that is asked for: the options must make it. */
  secret<T, const Name extends Suggested<'secrets'> = Suggested<'secrets'>>(
    id: Name & FitName<Name, 'secrets'>,
    options: SecretOptionsMaking<T>,
  ): SecretsManagerParameter<T>;
  secret<T>(id: SsmName, options: SecretOptions<T> = {}): SecretsManagerParameter<T> {
    return this.#internals.declare(declarationOf('secret', id, options)) as SecretsManagerParameter<T>;
  }

  /**
   * All the parameters under a path as one value. Calls nothing; the same path and options share one entry.
   *
   * @param path begins with `/`; or a function that returns it, which is called once
   * @throws `InvalidPathError`, `InvalidFilterError`; `InvalidDeclarationError` or `OptionRangeError` for an option that
   * cannot be; `UnknownGroupError` for `options.group`
   *
   * @example
   * ```ts
   * const features = cache.parameters<{ search: string }>('/features');
   * (await features.get()).search;
   * ```
   */
  parameters<T = unknown, const Name extends Suggested<'paths'> = Suggested<'paths'>>(
    path: Name & FitTextTree<T> & FitName<Name, 'paths'>,
  ): SsmParameterTree<T>;
  /** The same with options, which tell the type of the value: a shape, filters, a schema. */
  parameters<
    const Name extends Suggested<'paths'>,
    const Options extends PathOptions,
    _Value extends Inferred,
  >(
    path: Name & FitName<Name, 'paths', Options>,
    options: (Options & FitValueOptions<Options, PathOptions, unknown>) | undefined,
  ): SsmParameterTree<HandleValue<Options, unknown>>;
  /** The same for a type of the value that is asked for: the options must make it. */
  parameters<T, const Name extends Suggested<'paths'> = Suggested<'paths'>>(
    path: Name & FitName<Name, 'paths'>,
    options: PathOptionsMaking<T>,
  ): SsmParameterTree<T>;
  parameters<T>(path: SsmName, options: PathOptions<T> = {}): SsmParameterTree<T> {
    return this.#internals.declare(declarationOf('path', path, options)) as SsmParameterTree<T>;
  }

  /**
   * The value behind a reference, of a source that an extension brings. Calls nothing; the same reference and options share
   * one entry.
   * `options` say how it is kept and converted.
   *
   * @param reference made by the source's author, as `docs/more/extend.md` shows
   * @throws `InvalidDeclarationError` for what is no reference, and for a source that the cache does not have
   *
   * @example
   * ```ts
   * const banner = cache.handle(featureFlag('banner'), { transform: 'boolean', maxAge: 30 });
   * ```
   */
  handle<T = string>(reference: Reference & FitStored<T, StoredValues['reference']>): SsmParameter<T>;
  /** The same with options, which tell the type of the value: a transform, a schema, whether it may be missing. */
  handle<const Options extends ReferenceOptions, _Value extends Inferred>(
    reference: Reference,
    options: (Options & TransformInPlace & FitValueOptions<Options, ReferenceOptions>) | undefined,
  ): SsmParameter<HandleValue<Options>>;
  /** The same for a type of the value that is asked for: the options must make it. */
  handle<T>(reference: Reference, options: ReferenceOptionsMaking<T>): SsmParameter<T>;
  handle<T>(reference: Reference, options: ReferenceOptions<T> = {}): SsmParameter<T> {
    return this.#internals.handle(reference, options) as SsmParameter<T>;
  }

  /**
   * A registered group.
   *
   * @param name as in `forRoot({ groups })`
   * @throws `UnknownGroupError`, which lists the registered ones
   *
   * @example
   * ```ts
   * await cache.group('database').refresh();
   * ```
   */
  group(name: string): SsmParameterGroup {
    return this.#internals.groups.get(name);
  }

  /**
   * Creates an unregistered group. `group()` and `@InjectSsmGroup()` cannot find it.
   *
   * @param options the defaults of its members
   * @throws `InvalidPathError` for its base path; `InvalidDeclarationError` or `OptionRangeError` for an option that cannot be
   *
   * @example
   * ```ts
   * const login = cache.createGroup({ maxAge: 300 });
   * const [user, password] = [login.parameter('/db/user'), login.secret('prod/db')];
   * ```
   */
  createGroup(options: SsmGroupOptions = {}): SsmParameterGroup {
    return this.#internals.makeGroup(checkedOptions(options, 'group', 'group options'));
  }

  /**
   * Fulfilled when everything declared so far is loaded; rejects with one error for all that cannot be. From then on the
   * health of the cache depends on these values.
   *
   * @example
   * ```ts
   * await cache.ready();
   * ```
   */
  async ready(): Promise<void> {
    const views = [...this.#internals.engine.views];
    for (const view of views) view.isDeclared = true;
    await Promise.all(views.filter(({ isLoaded }) => !isLoaded).map((view) => view.load()));
    throwFailures(views.filter(({ isLoaded }) => !isLoaded).map(({ failure }) => failure));
  }

  /**
   * Refreshes everything loaded so far, each value by the longest `refreshTimeout` and `minRefreshInterval` of those that
   * read it; rejects with one error for all that could not be refreshed. A name that AWS does not know, and that nobody
   * holds a handle of, is left out.
   *
   * @example
   * ```ts
   * await cache.refresh();
   * ```
   */
  async refresh(): Promise<void> {
    const { attached, engine, policy } = this.#internals;
    const units = [...engine.refreshable(policy)];
    const others = Array.from(attached, (cache) => failureOf(cache.refresh()));
    await Promise.all(units.map(([unit, options]) => unit.refreshViews(options)));
    throwFailures([...units.map(([{ failure }]) => failure), ...(await Promise.all(others))]);
  }

  /**
   * Lets the values of a name go, which requests no longer need. A name that a class declares, whose handle is held or that
   * is listened to stays, and so do the members of groups.
   *
   * @param name the name of a parameter, a secret or a path, with or without its selector
   *
   * @example
   * ```ts
   * const plan = await cache.parameter(`/tenants/${id}/plan`).get();
   * cache.forget(`/tenants/${id}/plan`);
   * ```
   */
  forget(name: string): void {
    this.#internals.engine.forget(name);
  }

  /**
   * Brings everything up to date that is loaded and older than its max age, in one batch. Never rejects: what cannot be
   * refreshed is read as it is after any failed refresh.
   *
   * @example
   * ```ts
   * await cache.refreshExpired();
   * ```
   */
  async refreshExpired(): Promise<void> {
    const { attached, engine } = this.#internals;
    const expired = engine.expired();
    const others = Array.from(attached, (cache) => cache.refreshExpired());
    if (expired.length + others.length > 0)
      await Promise.all([...expired.map((view) => view.load()), ...others]);
  }

  /**
   * Takes in that something has changed at AWS. What the event names is due at once, and is refreshed at a random moment within
   * `events.spread`. An event brings no value in, and costs nothing if what it names is not held.
   *
   * @param event an event of EventBridge, an SNS envelope, an SQS message, what a Lambda function receives from SQS or SNS, one
   * of them as text or bytes, or a list of them
   * @returns what was looked at again, and what was left aside; never rejects. Fulfilled when all that the event names has been
   * refreshed
   *
   * @example
   * ```ts
   * const { names } = await cache.notify(message.Body);
   * ```
   */
  async notify(event: unknown): Promise<SsmNotification> {
    const { names, ignored, refreshed } = this.#internals.events.take(event);
    await refreshed;
    return { names, ignored };
  }

  /**
   * What is held, for a status page or a log: names, types, versions, ages and states, never a value.
   *
   * @example
   * ```ts
   * cache.inspect()[0]?.state; // → 'fresh'
   * ```
   */
  inspect(): SsmCacheEntrySnapshot[] {
    const { attached, engine, policy } = this.#internals;
    const own = engine.entries(policy).map(entrySnapshot);
    return [...own, ...Array.from(attached, (cache) => cache.inspect()).flat()];
  }

  /**
   * Whether the application has the values that it needs, and which client fails or hangs since when. Calls nothing, so a
   * probe may ask as often as it likes. It tells counts and codes; with `names`, the names that are in trouble; never a value.
   *
   * An outage of AWS makes it `degraded`, not `down`: the last known values are served.
   *
   * @param options when a stale value counts, and whether names are told
   * @throws `OptionRangeError` or `InvalidDeclarationError` for an option that cannot be
   *
   * @example
   * ```ts
   * const { status, clients } = cache.health();
   * const hanging = clients.filter(({ status }) => status === 'hanging').map(({ client }) => client);
   * ```
   */
  health(options: SsmCacheHealthOptions = {}): SsmCacheHealth {
    return cacheHealth(this.#internals.healthFacts, checkedOptions(options, 'health', 'health() options'));
  }

  /**
   * What the cache has done since it was made: refreshes, failures, calls to AWS, changes. Numbers only rise. Reads of fresh
   * values are not counted, since a counter would cost as much as the read.
   *
   * @example
   * ```ts
   * const { awsCalls, throttled } = cache.stats();
   * console.log(awsCalls.GetParameters, throttled);
   * ```
   */
  stats(): SsmCacheStats {
    return summary(this.#internals.allStats, this.#internals.fleetTally);
  }

  /**
   * Ends the cache: refreshes are aborted, values are forgotten, clients that it made are destroyed. Under Nest this
   * happens when the application shuts down. Reads fail with `CacheClosedError` from then on.
   */
  close(): void {
    this.#internals.close();
  }
}

/** What a refresh of a cache failed with. */
const failureOf = (refresh: Promise<void>): Promise<SsmCacheError | undefined> =>
  refresh.then(
    () => undefined,
    (error: SsmCacheError) => error,
  );

const throwFailures = (failures: readonly (SsmCacheError | undefined)[]): void => {
  const error = primaryError(failures);
  if (error !== undefined) throw freshError(error);
};
