import { isDeepStrictEqual } from 'node:util';
import { Subject, type Observable } from 'rxjs';
import {
  InvalidDeclarationError,
  UnknownGroupError,
  type PreloadFailure,
  type SsmCacheError,
} from '../errors/index.js';
import {
  differentGroupMessage,
  notAReferenceMessage,
  subscriberThrewMessage,
  unknownGroupMessage,
} from '../errors/errors.messages.js';
import { freshError } from '../errors/fresh-error.js';
import { mostTellingError } from '../errors/most-telling-error.js';
import type { SsmGroupOptions } from '../options/group-options.interface.js';
import { resolvedName, type SsmName } from '../options/name.js';
import type { PathOptions } from '../options/path-options.interface.js';
import type { StandaloneSsmCacheOptions } from '../options/ssm-cache-options.interface.js';
import type {
  ParameterOptions,
  ReferenceOptions,
  SecretOptions,
} from '../options/value-options.interface.js';
import type { SourceRouter } from '../sources/source-router.js';
import type { Reference, Source, SourceChange } from '../sources/source.interface.js';
import { AwsClients } from '../sources/clients/aws-clients.js';
import { CacheEngine, type Expired } from '../engine/cache-engine.js';
import { type CacheRuntime, safeLogger, systemRuntime } from '../runtime/cache-runtime.js';
import type { SsmCacheChange } from '../runtime/cache-events.js';
import { Extensions } from './extensions.js';
import { entrySnapshot, type SsmCacheEntrySnapshot } from './inspect.js';
import { toFreshnessPolicy } from '../options/to-freshness-policy.js';
import { GuardedObservable } from './guarded-observable.js';
import { GroupMembers } from './group-members.js';
import { jointViews, type JointDeclaration, type JointViews } from './joint-views.js';
import type {
  FitStored,
  FitTextTree,
  FitValueOptions,
  HandleValue,
  Inferred,
  OptionsMaking,
  PathOptionsMaking,
  SecretOptionsMaking,
  StoredValues,
} from './handle-value.types.js';
import type { TransformInPlace } from '../values/transform.interface.js';
import type { EntryView } from '../engine/entry-view.js';
import { checkedOptions, checkValue, type ValueKind } from '../options/option-checks.js';
import { preload, type PreloadTarget } from './preload.js';
import { markAsReal } from './real-cache.js';
import { RecoveryLog } from '../runtime/recovery-log.js';
import { SecretsManagerParameter } from './secrets-manager-parameter.js';
import { sharedAbortController } from '../runtime/abortable.js';
import type { SsmHandle } from './ssm-handle.js';
import { SsmParameter } from './ssm-parameter.js';
import { SsmParameterGroup } from './ssm-parameter-group.js';
import { SsmParameterTree } from './ssm-parameter-tree.js';
import { ViewFactory } from './view-factory.js';

const DEFAULT_MAX_ENTRIES = 10_000;

interface RegisteredGroup {
  readonly group: SsmParameterGroup;
  readonly options: SsmGroupOptions;
}

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
  readonly #options: StandaloneSsmCacheOptions;
  readonly #clients: AwsClients;
  readonly #engine: CacheEngine;
  readonly #values: ViewFactory;
  readonly #groups = new Map<string, RegisteredGroup>();
  readonly #attached = new Set<SsmCache>();
  readonly #handles = new WeakMap<EntryView<unknown>, SsmHandle<unknown, number | string>>();
  readonly #extensions: Extensions;
  readonly #sources: SourceRouter;
  readonly #closing = sharedAbortController();
  readonly #closed = sharedAbortController();
  readonly #changes = new Subject<SsmCacheChange>();

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
    const options = checkedOptions(given, 'cache', 'SsmCache options');
    markAsReal(this);
    this.#options = options;
    const outside = { ...systemRuntime(), ...runtime };
    const logger = safeLogger(outside.logger);
    let lastTold: string | undefined;
    this.changes$ = new GuardedObservable(
      () => logger.error(subscriberThrewMessage(lastTold)),
      this.#changes,
    );
    this.#extensions = new Extensions(options.extensions ?? [], logger);
    const tellChange = (change: SsmCacheChange): void => {
      lastTold = change.name;
      this.#changes.next(change);
    };
    const whole: CacheRuntime = {
      ...outside,
      logger,
      events: this.#extensions.events([new RecoveryLog(logger), { changed: tellChange }, outside.events]),
      closing: this.#closing.signal,
      closed: this.#closed.signal,
    };
    this.#clients = new AwsClients(options, whole);
    this.#sources = this.#extensions.sources(this.#clients.sources);
    this.#engine = new CacheEngine(whole, this.#sources, options.maxEntries ?? DEFAULT_MAX_ENTRIES);
    this.#values = new ViewFactory(this.#engine, { defaults: options });
    for (const [name, group] of Object.entries(options.groups ?? {})) this.registerGroup(name, group);
    if (!isHosted) this.beginWatching();
  }

  /**
   * One parameter of Parameter Store. Calls nothing; the same name and options share one entry.
   *
   * @param name a name (`/prod/db/host`), with a version (`/prod/db/host:3`) or a label (`/prod/db/host:live`), or an
   * ARN; or a function that returns it, which is called once
   * @throws `InvalidParameterError` without a name, `InvalidPathError`, `InvalidVersionError`; `InvalidDeclarationError` or
   * `OptionRangeError` for an option that cannot be; `UnknownGroupError` for `options.group`
   */
  parameter<T = string>(name: SsmName & FitStored<T, StoredValues['parameter']>): SsmParameter<T>;
  /** The same with options, which tell the type of the value: a transform, a schema, whether it may be missing. */
  parameter<const Options extends ParameterOptions, _Value extends Inferred>(
    name: SsmName,
    options: (Options & TransformInPlace & FitValueOptions<Options, ParameterOptions>) | undefined,
  ): SsmParameter<HandleValue<Options>>;
  /** The same for a type of the value that is asked for: the options must make it. */
  parameter<T>(name: SsmName, options: OptionsMaking<T>): SsmParameter<T>;
  parameter<T>(name: SsmName, options: ParameterOptions<T> = {}): SsmParameter<T> {
    return this.declareParameter(resolvedName(name, 'a parameter'), options);
  }

  /**
   * One secret of Secrets Manager. Calls nothing; the same id and options share one entry.
   *
   * @param id a name, or a full or partial ARN; or a function that returns it, which is called once
   * @throws `InvalidParameterError` without a name; `InvalidDeclarationError` or `OptionRangeError` for an option that
   * cannot be; `UnknownGroupError` for `options.group`
   */
  secret<T = string>(id: SsmName & FitStored<T, StoredValues['secret']>): SecretsManagerParameter<T>;
  /** The same with options, which tell the type of the value: its key, a transform, a schema, whether it may be missing. */
  secret<const Options extends SecretOptions, _Value extends Inferred>(
    id: SsmName,
    options: (Options & TransformInPlace & FitValueOptions<Options, SecretOptions>) | undefined,
  ): SecretsManagerParameter<HandleValue<Options>>;
  /** The same for a type of the value that is asked for: the options must make it. */
  secret<T>(id: SsmName, options: SecretOptionsMaking<T>): SecretsManagerParameter<T>;
  secret<T>(id: SsmName, options: SecretOptions<T> = {}): SecretsManagerParameter<T> {
    return this.declareSecret(resolvedName(id, 'a secret'), options);
  }

  /**
   * All the parameters under a path as one value. Calls nothing; the same path and options share one entry.
   *
   * @param path begins with `/`; or a function that returns it, which is called once
   * @throws `InvalidPathError`, `InvalidFilterError`; `InvalidDeclarationError` or `OptionRangeError` for an option that
   * cannot be; `UnknownGroupError` for `options.group`
   */
  parameters<T = unknown>(path: SsmName & FitTextTree<T>): SsmParameterTree<T>;
  /** The same with options, which tell the type of the value: a shape, filters, a schema. */
  parameters<const Options extends PathOptions, _Value extends Inferred>(
    path: SsmName,
    options: (Options & FitValueOptions<Options, PathOptions, unknown>) | undefined,
  ): SsmParameterTree<HandleValue<Options, unknown>>;
  /** The same for a type of the value that is asked for: the options must make it. */
  parameters<T>(path: SsmName, options: PathOptionsMaking<T>): SsmParameterTree<T>;
  parameters<T>(path: SsmName, options: PathOptions<T> = {}): SsmParameterTree<T> {
    return this.declareTree(resolvedName(path, 'a path'), options);
  }

  /**
   * The value behind a reference, of a source that an extension brings. Calls nothing; the same reference and options share
   * one entry.
   *
   * @param reference made by the source's author, as `docs/extend.md` shows
   * @throws `InvalidDeclarationError` for what is no reference, and for a source that the cache does not have
   *
   * @example
   * ```ts
   * const banner = cache.handle(featureFlag('banner'), { transform: 'boolean', maxAge: 30 });
   * ```
   */
  handle<T = string>(reference: Reference): SsmParameter<T>;
  /** The same with options, which tell the type of the value: a transform, a schema, whether it may be missing. */
  handle<const Options extends ReferenceOptions, _Value extends Inferred>(
    reference: Reference,
    options: (Options & TransformInPlace & FitValueOptions<Options, ReferenceOptions>) | undefined,
  ): SsmParameter<HandleValue<Options>>;
  handle<T>(reference: Reference, options: ReferenceOptions<T> = {}): SsmParameter<T> {
    const known = [...this.#sources.sources.keys()];
    if (!isReference(reference) || !known.includes(reference.source)) {
      throw new InvalidDeclarationError(notAReferenceMessage(known), { names: ['handle()'] });
    }
    const view = this.#values.of(reference, options);
    return this.#handle(view, () => SsmParameter.of(view, this.runtime)) as SsmParameter<T>;
  }

  /**
   * A registered group.
   *
   * @throws `UnknownGroupError`, which lists the registered ones
   */
  group(name: string): SsmParameterGroup {
    const registered = this.#groups.get(name);
    if (registered !== undefined) return registered.group;
    throw new UnknownGroupError(unknownGroupMessage(name, [...this.#groups.keys()]), { names: [name] });
  }

  /**
   * A group of its own, which is known to nobody else.
   *
   * @throws `InvalidPathError` for its base path; `InvalidDeclarationError` or `OptionRangeError` for an option that cannot be
   */
  createGroup(options: SsmGroupOptions = {}): SsmParameterGroup {
    return this.#makeGroup(checkedOptions(options, 'group', 'group options'), undefined);
  }

  /** Fulfilled when everything declared so far is loaded; rejects with one error for all that cannot be. */
  async ready(): Promise<void> {
    const views = [...this.#engine.views];
    await Promise.all(views.filter(({ isLoaded }) => !isLoaded).map((view) => view.load()));
    throwFailures(views.filter(({ isLoaded }) => !isLoaded).map(({ failure }) => failure));
  }

  /**
   * Refreshes everything loaded so far, each value by the longest `refreshTimeout` and `minRefreshInterval` of those that
   * read it; rejects with one error for all that could not be refreshed. A name that AWS does not know, and that nobody
   * holds a handle of, is left out.
   */
  async refresh(): Promise<void> {
    const units = [...this.#engine.refreshable(toFreshnessPolicy(this.#options))];
    const others = Array.from(this.#attached, (cache) => failureOf(cache.refresh()));
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
    this.#engine.forget(name);
  }

  /**
   * Brings everything up to date that is loaded and older than its max age, in one batch. Never rejects: what cannot be
   * refreshed is read as it is after any failed refresh.
   */
  async refreshExpired(): Promise<void> {
    const expired = this.#engine.expired();
    const others = Array.from(this.#attached, (cache) => cache.refreshExpired());
    if (expired.length + others.length > 0)
      await Promise.all([...expired.map((view) => view.load()), ...others]);
  }

  /** What is held, for a status page or a log: names, types, versions, ages and states, never a value. */
  inspect(): SsmCacheEntrySnapshot[] {
    const own = this.#engine.entries(toFreshnessPolicy(this.#options)).map(entrySnapshot);
    return [...own, ...Array.from(this.#attached, (cache) => cache.inspect()).flat()];
  }

  /**
   * Ends the cache: refreshes are aborted, values are forgotten, clients that it made are destroyed. Under Nest this
   * happens when the application shuts down. Reads fail with `CacheClosedError` from then on.
   */
  close(): void {
    this.beginClosing();
    this.#closed.abort();
    this.#engine.close();
    this.#clients.close();
    this.#extensions.close();
    this.#changes.complete();
  }

  /** @internal Calls that wait for their `delay` go on at once; values are still read and refreshed. */
  beginClosing(): void {
    this.#closing.abort();
  }

  /** @internal Shows and refreshes what another cache holds, and tells of its changes, as if they were of this one. */
  attach(other: SsmCache): void {
    this.#attached.add(other);
    other.changes$.subscribe((change) => this.#changes.next(change));
  }

  /** @internal Starts the watchers of the extensions. */
  beginWatching(): void {
    const names = (change: SourceChange): readonly string[] => [
      ...new Set(this.expire(change).map(({ reference }) => reference.fullName)),
    ];
    this.#extensions.watch(names, this.#closing.signal);
  }

  /** @internal The sources, as the extensions wrap them. */
  get sources(): ReadonlyMap<string, Source> {
    return this.#sources.sources;
  }

  /** @internal What `change` touches is no longer fresh at once. Calls nothing. */
  expire(change: SourceChange): readonly Expired[] {
    return this.#engine.expire(change);
  }

  /** @internal */
  get runtime(): CacheRuntime {
    return this.#engine.runtime;
  }

  /** @internal Registering a group again with the same options changes nothing. */
  registerGroup(name: string, given: SsmGroupOptions): SsmParameterGroup {
    const options = checkedOptions(given, 'group', `group "${name}"`);
    const registered = this.#groups.get(name);
    if (registered === undefined) {
      const group = this.#makeGroup(options, name);
      this.#groups.set(name, { group, options });
      return group;
    }
    if (isDeepStrictEqual(registered.options, options)) return registered.group;
    throw new InvalidDeclarationError(differentGroupMessage(name), { names: [name] });
  }

  /** @internal */
  declareParameter<T>(name: string, options: ParameterOptions<T>, type?: unknown): SsmParameter<T> {
    const group = this.#groupOf(name, options, 'parameter');
    if (group !== undefined) return group.declareParameter(name, options, type);
    const view = this.#values.parameter(name, options, type);
    return this.#handle(view, () => SsmParameter.of(view, this.runtime)) as SsmParameter<T>;
  }

  /** @internal */
  declareSecret<T>(id: string, options: SecretOptions<T>, type?: unknown): SecretsManagerParameter<T> {
    const group = this.#groupOf(id, options, 'secret');
    if (group !== undefined) return group.declareSecret(id, options, type);
    const view = this.#values.secret(id, options, type);
    const handle = this.#handle(view, () => SecretsManagerParameter.of(view, this.runtime));
    return handle as SecretsManagerParameter<T>;
  }

  /** @internal */
  declareTree<T>(path: string, options: PathOptions<T>): SsmParameterTree<T> {
    const group = this.#groupOf(path, options, 'path');
    if (group !== undefined) return group.declareTree(path, options);
    const view = this.#values.tree(path, options);
    return this.#handle(view, () => SsmParameterTree.of(view, this.runtime)) as SsmParameterTree<T>;
  }

  /** @internal A path and secrets as one value, in a group of their own. */
  declareJoint(declaration: JointDeclaration): JointViews {
    const group = { name: undefined, options: {}, unit: this.#engine.makeGroup() };
    return jointViews(declaration, new ViewFactory(this.#engine, { defaults: this.#options, group }));
  }

  /** @internal */
  preload(declared: readonly PreloadTarget[], timeout: number): Promise<readonly PreloadFailure[]> {
    return preload(declared, timeout, this.runtime, this.#clients);
  }

  /** The registered group that a value is to be a member of, if it says so. */
  #groupOf(
    name: string,
    options: { readonly group?: string },
    kind: ValueKind,
  ): SsmParameterGroup | undefined {
    checkValue(name, options, kind);
    return options.group === undefined ? undefined : this.group(options.group);
  }

  #makeGroup(options: SsmGroupOptions, name: string | undefined): SsmParameterGroup {
    const unit = this.#engine.makeGroup();
    const { runtime } = this.#engine;
    return SsmParameterGroup.of(
      new GroupMembers(unit, toFreshnessPolicy(options, this.#options)),
      new ViewFactory(this.#engine, { defaults: this.#options, group: { name, options, unit } }),
      runtime,
    );
  }

  #handle(
    view: EntryView<unknown>,
    make: () => SsmHandle<unknown, number | string>,
  ): SsmHandle<unknown, number | string> {
    const handle = this.#handles.get(view) ?? make();
    this.#handles.set(view, handle);
    return handle;
  }
}

/** What a refresh of a cache failed with. */
const failureOf = (refresh: Promise<void>): Promise<SsmCacheError | undefined> =>
  refresh.then(
    () => undefined,
    (error: SsmCacheError) => error,
  );

const throwFailures = (failures: readonly (SsmCacheError | undefined)[]): void => {
  const errors = failures.filter((failure) => failure !== undefined);
  if (errors.length > 0) throw freshError(mostTellingError(errors));
};

const isReference = (reference: unknown): reference is Reference =>
  typeof reference === 'object' &&
  reference !== null &&
  ['source', 'client', 'key', 'name', 'fullName'].every(
    (member) => typeof (reference as Readonly<Record<string, unknown>>)[member] === 'string',
  );
