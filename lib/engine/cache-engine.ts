import type { CacheRuntime } from '../runtime/cache-runtime.js';
import { Pins } from '../runtime/pins.js';
import {
  isJoint,
  isTouched,
  type Reference,
  type Source,
  type SourceChange,
} from '../sources/source.interface.js';
import type { Decoder } from '../values/decoders/decoder.interface.js';
import { BackgroundRefresh, dueAt, DueTime } from './due.js';
import type { EngineRuntime } from './engine-runtime.interface.js';
import type { Fallback } from './conversion.js';
import { EntryView } from './entry-view.js';
import type { FreshnessPolicy } from './freshness-policy.js';
import { ObjectIds } from './object-ids.js';
import { RefreshBatcher } from './refresh-batcher.js';
import { RefreshUnit, type RefreshOptions } from './refresh-unit.js';
import { WeakCollection, WeakRegistry } from './weak-registry.js';

/** What a view is of, and how it is read. */
export interface ViewSpec<T> {
  readonly reference: Reference;
  readonly policy: FreshnessPolicy;
  /** What tells apart the ways of decoding one reference. */
  readonly decoding: readonly unknown[];
  readonly makeDecoder: () => Decoder<T>;
  readonly fallback?: Fallback;
  readonly group?: RefreshUnit | undefined;
  /** Whether nothing between the cache and AWS may hold it, whatever other views of it say. */
  readonly isPrivate?: boolean;
  /** Whether a listing of the group brings it, so that it is not asked for by itself. */
  readonly isMember?: boolean;
}

/** What is no longer fresh, since it changed. */
export interface Expired {
  readonly unit: RefreshUnit;
  readonly reference: Reference;
}

const UNDECODED: Decoder<unknown> = { read: () => undefined };

/** All that one cache holds: units by reference, groups, and the views of their entries. */
export class CacheEngine {
  readonly runtime: EngineRuntime;
  readonly #batcher: RefreshBatcher;
  /** Least recently asked for first. */
  readonly #single = new Map<string, RefreshUnit>();
  readonly #groups = new WeakCollection<RefreshUnit>();
  readonly #views = new WeakRegistry<EntryView<unknown>>(() => this.#sweepAfterCollection());
  readonly #ids = new ObjectIds();
  #sizeToSweep: number;
  #willSweep = false;

  constructor(
    runtime: CacheRuntime,
    source: Pick<Source, 'fetch'>,
    /** How many names are kept that no handle, listener or refresh needs. */
    private readonly maxEntries: number,
  ) {
    const background = new BackgroundRefresh(runtime, () => this.views);
    this.runtime = { ...runtime, pins: new Pins(), due: new DueTime(), background };
    this.#batcher = new RefreshBatcher(source, this.runtime);
    this.#sizeToSweep = Math.min(SMALLEST_SIZE_TO_SWEEP, maxEntries + 1);
  }

  /** The views that somebody still holds. */
  get views(): IterableIterator<EntryView<unknown>> {
    return this.#views.values();
  }

  /**
   * One view for each entry: of several, the one that failed; where no handle of an entry is held, one by `policy`.
   */
  entries(policy: FreshnessPolicy): readonly EntryView<unknown>[] {
    const entries = new Map<string, EntryView<unknown>>();
    const keyOf = (unit: RefreshUnit, { key }: Reference): string => `${this.#ids.of(unit)} ${key}`;
    for (const view of this.views) {
      if (isJoint(view.reference)) continue;
      const key = keyOf(view.unit, view.reference);
      if (!entries.has(key) || view.failure !== undefined) entries.set(key, view);
    }
    for (const unit of this.units) {
      for (const reference of unit.references) {
        const key = keyOf(unit, reference);
        if (!entries.has(key))
          entries.set(key, new EntryView({ reference, unit, policy, decoder: UNDECODED }));
      }
    }
    return [...entries.values()];
  }

  get units(): readonly RefreshUnit[] {
    return [...this.#single.values(), ...this.#groups];
  }

  /** What is worth a refresh, and how: as the most patient of its readers has it, or by `policy` where nobody holds one. */
  refreshable(policy: FreshnessPolicy): ReadonlyMap<RefreshUnit, RefreshOptions> {
    const found = this.units.filter(({ isFound }) => isFound);
    const read = new Map<RefreshUnit, RefreshOptions>();
    for (const { unit, policy: own } of this.views) {
      if (unit.isLoaded) read.set(unit, mostPatient(own, read.get(unit) ?? own));
    }
    return new Map([...found.map((unit) => [unit, policy] as const), ...read]);
  }

  /** The views that are expired. Costs one comparison where none can be. */
  expired(): readonly EntryView<unknown>[] {
    const { clock, due } = this.runtime;
    if (!due.isReached(clock.now())) return [];
    const loaded = [...this.views].filter(({ wasLoaded }) => wasLoaded);
    due.reset(loaded.map(dueAt));
    return loaded.filter(({ isExpired }) => isExpired);
  }

  makeGroup(): RefreshUnit {
    const unit = new RefreshUnit(this.runtime, this.#batcher, true);
    this.#groups.add(unit);
    return unit;
  }

  /** The one view of this reference by this policy and way of decoding, in a group or on its own. */
  view<T>(spec: ViewSpec<T>): EntryView<T> {
    const { reference, policy, decoding, fallback, group } = spec;
    const unit = group ?? this.#singleUnit(reference);
    const identity = [
      reference.key,
      group,
      ...Object.values(policy),
      ...decoding,
      fallback !== undefined,
      fallback?.value,
    ].map((part) => this.#ids.of(part));
    const view = this.#views.getOrMake(JSON.stringify(identity), () => {
      const made = new EntryView<unknown>({ reference, unit, policy, fallback, decoder: spec.makeDecoder() });
      unit.addView(made);
      this.runtime.background.note([made]);
      return made;
    });
    if (spec.isMember !== true) view.unit.add(reference);
    if (spec.isPrivate === true) view.unit.entryOf(reference).isPrivate = true;
    return view as EntryView<T>;
  }

  /** Lets go of the values of `name` that no handle, listener or refresh needs. */
  forget(name: string): void {
    for (const [key, unit] of this.#single) {
      const isNamed = unit.references.some((reference) =>
        [reference.name, reference.fullName].includes(name),
      );
      if (isNamed && unit.isIdle) this.#single.delete(key);
    }
  }

  /**
   * What `change` touches is no longer fresh at once: strict reads wait for a fetch that begins after this call, plain reads
   * serve what is held and trigger it. Calls nothing.
   */
  expire(change: SourceChange): readonly Expired[] {
    const expired = this.expireWhere((reference) => isTouched(reference, change));
    this.runtime.background.hurry(new Set(expired.map(({ unit }) => unit)));
    return expired;
  }

  /** The same for all that `matches`. */
  expireWhere(matches: (reference: Reference) => boolean): readonly Expired[] {
    return this.units.flatMap((unit) => unit.expire(matches).map((reference) => ({ unit, reference })));
  }

  close(): void {
    this.runtime.background.close();
    this.#batcher.close();
    for (const unit of this.units) unit.close();
    this.runtime.pins.clear();
  }

  #singleUnit(reference: Reference): RefreshUnit {
    const { key } = reference;
    const known = this.#single.get(key);
    if (known === undefined && this.#single.size >= this.#sizeToSweep) this.#sweep();
    const unit = known ?? new RefreshUnit(this.runtime, this.#batcher, false);
    this.#single.delete(key);
    this.#single.set(key, unit);
    return unit;
  }

  /** Names may come from anywhere, without end: what does not exist goes first, then what was not asked for the longest. */
  #sweep(): void {
    for (const [key, unit] of this.#single) {
      if (unit.isIdle && !unit.isFound && !unit.record.backOff.isWaiting) this.#single.delete(key);
    }
    for (const [key, unit] of this.#single) {
      if (this.#single.size < this.maxEntries) break;
      if (unit.isIdle) this.#single.delete(key);
    }
    this.#sizeToSweep = this.#nextSizeToSweep;
  }

  /** Many names may have come before any garbage was collected, and none may come after it. */
  #sweepAfterCollection(): void {
    if (this.#willSweep || this.#single.size <= this.maxEntries) return;
    this.#willSweep = true;
    queueMicrotask(() => {
      this.#willSweep = false;
      this.#sweep();
    });
  }

  /** At the limit soon again, whatever could go: garbage is collected late. Far below it, when the size has doubled. */
  get #nextSizeToSweep(): number {
    const { size } = this.#single;
    if (2 * size >= this.maxEntries) return Math.max(size, this.maxEntries) + Math.ceil(this.maxEntries / 10);
    return Math.max(SMALLEST_SIZE_TO_SWEEP, 2 * size);
  }
}

const SMALLEST_SIZE_TO_SWEEP = 100;

const mostPatient = (one: RefreshOptions, other: RefreshOptions): RefreshOptions => ({
  refreshTimeout: Math.max(one.refreshTimeout, other.refreshTimeout),
  minRefreshInterval: Math.max(one.minRefreshInterval, other.minRefreshInterval),
});
