import { InvalidDeclarationError, type PreloadFailure } from '../errors/index.js';
import { notAReferenceMessage } from '../errors/errors.messages.js';
import { AwsEvents } from '../change/aws-events.js';
import type { Reaction } from '../change/changed-units.js';
import type { Announcement } from '../change/events/announcement.interface.js';
import { CacheEngine } from '../engine/cache-engine.js';
import type { FreshnessPolicy } from '../engine/freshness-policy.js';
import type { SsmGroupOptions } from '../options/group-options.interface.js';
import { checkedOptions } from '../options/option-checks.js';
import type { StandaloneSsmCacheOptions } from '../options/ssm-cache-options.interface.js';
import { makeFleetTally } from '../runtime/fleet-stats.js';
import type { HealthFacts } from '../health/cache-health.js';
import { CacheStats } from '../health/cache-stats.js';
import { Channels } from '../health/channels.js';
import type { LocalValues } from '../local/local-values.js';
import { localValuesOf } from '../local/on-demand.js';
import { toFreshnessPolicy } from '../options/to-freshness-policy.js';
import { abortForGood, sharedAbortController } from '../runtime/abortable.js';
import { systemRuntime, type CacheRuntime } from '../runtime/cache-runtime.js';
import { INTERNALS } from '../runtime/internals.js';
import { EventLog } from '../runtime/event-log.js';
import type { EventRelay } from '../runtime/event-relay.js';
import { safeLogger } from '../runtime/logger.js';
import { AwsClients } from '../sources/clients/aws-clients.js';
import type { SourceRouter } from '../sources/source-router.js';
import type { Reference, Source, SourceChange } from '../sources/source.interface.js';
import { Changes } from './changes.js';
import type { Declaration } from './declaration.js';
import { Extensions } from './extensions.js';
import { LazyFleet } from './lazy-fleet.js';
import { GroupMembers } from './group-members.js';
import { GroupRegistry } from './group-registry.js';
import { handleOf, type AnyHandle } from './handles.js';
import { jointViews, type JointDeclaration, type JointViews } from './joint-views.js';
import { preload, type PreloadTarget } from './preload.js';
import type { SsmCache } from './ssm-cache.js';
import { SsmParameterGroup } from './ssm-parameter-group.js';
import { ViewFactory } from './view-factory.js';

const DEFAULT_MAX_ENTRIES = 10_000;

/** What a cache is made of, and what the package itself needs of it. */
export class CacheInternals {
  readonly runtime: CacheRuntime;
  readonly engine: CacheEngine;
  readonly groups: GroupRegistry;
  readonly changes: Changes;
  readonly stats = new CacheStats();
  /** What this process and its fleet have done for each other. */
  readonly fleetTally = makeFleetTally();
  /** Tells listeners that come and go. */
  readonly relay: EventRelay;
  /** Other caches that are shown and refreshed with this one. */
  readonly attached = new Set<SsmCache>();
  /** What binds classes to this cache, which the cache itself knows nothing of. */
  binder: object | undefined;
  readonly #options: StandaloneSsmCacheOptions;
  readonly #clients: AwsClients;
  readonly #extensions: Extensions;
  readonly #fleet: LazyFleet | undefined;
  readonly #local: LocalValues | undefined;
  readonly #router: SourceRouter;
  readonly #views: ViewFactory;
  readonly #events: AwsEvents;
  readonly #closing = sharedAbortController();
  readonly #closed = sharedAbortController();

  /** @param options checked */
  constructor(options: StandaloneSsmCacheOptions, runtime: Partial<CacheRuntime>) {
    this.#options = options;
    const outside = { ...systemRuntime(), ...runtime };
    const logger = safeLogger(outside.logger);
    this.changes = new Changes(logger);
    this.#local = localValuesOf(options);
    if (this.#local !== undefined) logger.log(this.#local.summary);
    const { fleet, extensions = [] } = options;
    this.#fleet = fleet && new LazyFleet(fleet, { ...outside, logger }, this.fleetTally);
    // The fleet is nearest to AWS: what wraps a source sees what the fleet gives.
    this.#extensions = new Extensions(this.#fleet ? [this.#fleet, ...extensions] : extensions, logger);
    const told = [new EventLog(logger), this.stats, new Channels(), this.changes];
    this.relay = this.#extensions.relay([...told, outside.events]);
    this.runtime = {
      ...outside,
      logger,
      events: this.relay.events,
      closing: this.#closing.signal,
      closed: this.#closed.signal,
    };
    const beforeCall = this.#extensions.beforeCall(this.runtime.scheduler);
    this.#clients = new AwsClients(options, { ...this.runtime, beforeCall });
    const sources = this.#clients.sources.map((source) => this.#local?.wrap(source, this.runtime) ?? source);
    this.#router = this.#extensions.sources(sources);
    const { maxEntries = DEFAULT_MAX_ENTRIES, groups = {} } = options;
    this.engine = new CacheEngine(this.runtime, this.#router, maxEntries);
    this.#views = new ViewFactory(this.engine, { defaults: options });
    this.#events = new AwsEvents(options.events ?? {}, {
      engine: this.engine,
      runtime: this.runtime,
      policy: this.policy,
      region: options.region,
      regionOf: (source, client) => this.#clients.regionOf(source, client),
      react: (announcement, delay) => this.react(announcement, delay),
    });
    this.groups = new GroupRegistry((own, name) => this.makeGroup(own, name));
    for (const [name, own] of Object.entries(groups)) this.groups.register(name, own);
  }

  /** The policy of what has no options of its own. */
  get policy(): FreshnessPolicy {
    return toFreshnessPolicy(this.#options);
  }

  /** The sources, as the extensions wrap them. */
  get sources(): ReadonlyMap<string, Source> {
    return this.#router.sources;
  }

  /** The handle of a value, in the group that it names. The same declaration has the same handle. */
  declare(declaration: Declaration): AnyHandle {
    const { group } = declaration.options;
    if (group !== undefined) return this.groups.get(group)[INTERNALS].declare(declaration);
    return handleOf(this.#views.declared(declaration), declaration.kind);
  }

  /**
   * The handle of what an extension's source reads.
   *
   * @throws `InvalidDeclarationError` for what is no reference, and for a source that the cache does not have
   */
  handle(reference: Reference, options: object): AnyHandle {
    const known = [...this.sources.keys()];
    if (!isReference(reference) || !known.includes(reference.source)) {
      throw new InvalidDeclarationError(notAReferenceMessage(known), { names: ['handle()'] });
    }
    const where = `handle of "${reference.fullName}"`;
    return handleOf(this.#views.of(reference, checkedOptions(options, 'reference', where)), 'parameter');
  }

  makeGroup(options: SsmGroupOptions, name?: string): SsmParameterGroup {
    const unit = this.engine.makeGroup();
    const views = new ViewFactory(this.engine, { defaults: this.#options, group: { name, options, unit } });
    views.checkGroupClient();
    return SsmParameterGroup.of(new GroupMembers(unit, toFreshnessPolicy(options, this.#options), views));
  }

  /** A path and secrets as one value, in a group of their own. */
  declareJoint(declaration: JointDeclaration): JointViews {
    const group = { name: undefined, options: {}, unit: this.engine.makeGroup() };
    return jointViews(declaration, new ViewFactory(this.engine, { defaults: this.#options, group }));
  }

  preload(targets: readonly PreloadTarget[], timeout: number): Promise<readonly PreloadFailure[]> {
    return preload(targets, timeout, this.runtime, this.#clients);
  }

  /** Shows and refreshes what another cache holds, and tells of its changes, as if they were of this one. */
  attach(other: SsmCache): void {
    this.attached.add(other);
    other.changes$.subscribe((change) => this.changes.changed(change));
    other[INTERNALS].relay.add(this.relay.guestEvents);
  }

  /** What is counted here, and in the caches that are shown with this one. */
  get allStats(): readonly CacheStats[] {
    return [this.stats, ...Array.from(this.attached, (cache) => cache[INTERNALS].allStats).flat()];
  }

  /** What the health of this cache follows from, and of those that are shown with it. Calls nothing. */
  get healthFacts(): HealthFacts {
    const others = Array.from(this.attached, (cache) => cache[INTERNALS].healthFacts);
    return {
      isClosed: this.runtime.closed.aborted,
      entries: [...this.engine.entries(this.policy), ...others.flatMap(({ entries }) => entries)],
      declared: [
        ...[...this.engine.views].filter(({ isDeclared }) => isDeclared),
        ...others.flatMap(({ declared }) => declared),
      ],
      clients: [...this.#clients.reports, ...others.flatMap(({ clients }) => clients)],
      events: this.#events.state,
      fleet: this.#fleet?.health,
    };
  }

  /** What takes events of AWS in. */
  get events(): AwsEvents {
    return this.#events;
  }

  /** Starts the watchers of the extensions, of the local file and of the queue. */
  beginWatching(): void {
    this.#extensions.watch((change) => this.expire(change), this.#closing.signal);
    this.#local?.watch(
      (changes) => void this.#refreshChanged(changes),
      ({ message }) => this.runtime.logger.warn(message),
      this.#closing.signal,
    );
    this.#events.listen();
  }

  /** Makes what `change` touches due. @returns the names, those of attached caches among them */
  expire(change: SourceChange): readonly string[] {
    this.runtime.events.invalidated?.(change);
    const own = this.engine.expire(change).map(({ reference }) => reference.fullName);
    const others = Array.from(this.attached, (cache) => cache[INTERNALS].expire(change));
    return [...new Set([...own, ...others.flat()])];
  }

  /** Has what an event names refreshed, also in attached caches. */
  react(announcement: Announcement, delay: number): readonly Reaction[] {
    const { source, names } = announcement;
    for (const name of names) this.runtime.events.invalidated?.({ source, name });
    const others = Array.from(this.attached, (cache) => cache[INTERNALS].react(announcement, delay));
    return [this.#events.react(announcement, delay), ...others.flat()];
  }

  /** Calls that wait for their `delay` go on at once; values are still read and refreshed. */
  beginClosing(): void {
    abortForGood(this.#closing);
  }

  close(): void {
    this.beginClosing();
    abortForGood(this.#closed);
    this.engine.close();
    this.#clients.close();
    this.#events.close();
    this.#extensions.close();
    this.changes.end();
  }

  /** What is held and has changed is refreshed at once, although nobody reads it, and whatever the back-off says. */
  async #refreshChanged(changes: readonly SourceChange[]): Promise<void> {
    const touched = new Set(changes.flatMap((change) => this.engine.expire(change)).map(({ unit }) => unit));
    const refreshable = [...this.engine.refreshable(this.policy)].filter(([unit]) => touched.has(unit));
    await Promise.all(
      refreshable.map(([unit, options]) => unit.refreshViews({ ...options, minRefreshInterval: 0 })),
    );
  }
}

const isReference = (reference: unknown): reference is Reference =>
  typeof reference === 'object' &&
  reference !== null &&
  ['source', 'client', 'key', 'name', 'fullName'].every(
    (member) => typeof (reference as Readonly<Record<string, unknown>>)[member] === 'string',
  );
