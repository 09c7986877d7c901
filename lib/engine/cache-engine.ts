import type { Reference, Source } from '../sources/source.interface.js';
import type { Decoder } from '../values/decoders/decoder.interface.js';
import type { CacheRuntime } from '../runtime/cache-runtime.js';
import { RefreshBatcher } from './refresh-batcher.js';
import { RefreshUnit, type RefreshOptions } from './refresh-unit.js';
import type { FreshnessPolicy } from './freshness-policy.js';
import { ObjectIds } from './object-ids.js';
import { EntryView, type Fallback } from './entry-view.js';
import { WeakCollection } from './weak-collection.js';
import { WeakRegistry } from './weak-registry.js';

/** What a value is of, and how it is read. */
export interface WantedValue<T> {
  readonly reference: Reference;
  readonly policy: FreshnessPolicy;
  /** What tells apart the ways of reading one reference. */
  readonly reading: readonly unknown[];
  readonly makeReader: () => Decoder<T>;
  readonly fallback?: Fallback;
  readonly group?: RefreshUnit | undefined;
  /** Whether another reference of the group brings it, so that it is not fetched by itself. */
  readonly isMember?: boolean;
}

const UNREAD: Decoder<unknown> = { read: () => undefined };

const SMALLEST_SIZE_TO_SWEEP = 100;

/** All that one cache holds: units by reference, groups, and the values that read from them. */
export class CacheEngine {
  readonly #queue: RefreshBatcher;
  readonly #single = new Map<string, RefreshUnit>();
  readonly #groups = new WeakCollection<RefreshUnit>();
  /** Those that stay although nobody holds them, since they have listeners. */
  readonly #heldGroups = new Set<RefreshUnit>();
  readonly #values = new WeakRegistry<EntryView<unknown>>();
  readonly #identities = new ObjectIds();
  #sizeToSweep = SMALLEST_SIZE_TO_SWEEP;

  constructor(
    readonly runtime: CacheRuntime,
    source: Source,
  ) {
    this.#queue = new RefreshBatcher(source, runtime.scheduler);
  }

  /** The values that somebody still holds. */
  get values(): IterableIterator<EntryView<unknown>> {
    return this.#values.values();
  }

  /**
   * One value for each entry: of several that read the same, the one that is in trouble; where nobody holds a reader, one
   * by `policy`.
   */
  entries(policy: FreshnessPolicy): readonly EntryView<unknown>[] {
    const entries = new Map<string, EntryView<unknown>>();
    const keyOf = (unit: RefreshUnit, { key }: Reference): string => `${this.#identities.of(unit)} ${key}`;
    for (const live of this.values) {
      const key = keyOf(live.unit, live.reference);
      if (!entries.has(key) || live.failure !== undefined) entries.set(key, live);
    }
    for (const unit of this.units) {
      for (const reference of unit.references) {
        const key = keyOf(unit, reference);
        if (!entries.has(key)) {
          const glimpse = new EntryView({ reference, unit, policy, reader: UNREAD }, this.runtime);
          unit.teach(glimpse);
          entries.set(key, glimpse);
        }
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
    for (const { unit, policy: own } of this.values) {
      if (unit.isLoaded) read.set(unit, mostPatient(own, read.get(unit) ?? own));
    }
    return new Map([...found.map((unit) => [unit, policy] as const), ...read]);
  }

  makeGroup(): RefreshUnit {
    const tellStay = (hasToStay: boolean): void => {
      if (hasToStay) this.#heldGroups.add(unit);
      else this.#heldGroups.delete(unit);
    };
    const unit = new RefreshUnit(this.runtime, this.#queue, true, tellStay);
    this.#groups.add(unit);
    if (this.runtime.closed.aborted) unit.close();
    return unit;
  }

  /** The one value for this reference, policy and way of reading, in a group or on its own. */
  value<T>(wanted: WantedValue<T>): EntryView<T> {
    const { reference, policy, reading, fallback, group } = wanted;
    const identity = [
      reference.key,
      group,
      ...Object.values(policy),
      ...reading,
      fallback !== undefined,
      fallback?.value,
    ].map((part) => this.#identities.of(part));
    const live = this.#values.getOrMake(JSON.stringify(identity), () => {
      const unit = group ?? this.#singleUnit(reference);
      const parts = { reference, unit, policy, fallback, reader: wanted.makeReader() };
      const made = new EntryView<unknown>(parts, this.runtime);
      unit.subscribe(made);
      return made;
    });
    if (wanted.isMember !== true) live.unit.add(reference);
    return live as EntryView<T>;
  }

  close(): void {
    for (const unit of this.units) unit.close();
    this.#heldGroups.clear();
  }

  #singleUnit(reference: Reference): RefreshUnit {
    const known = this.#single.get(reference.key);
    if (known !== undefined) return known;
    if (this.#single.size >= this.#sizeToSweep) this.#sweep();
    const unit = new RefreshUnit(this.runtime, this.#queue, false);
    this.#single.set(reference.key, unit);
    if (this.runtime.closed.aborted) unit.close();
    return unit;
  }

  /** Names that do not exist may come from anywhere, without end. */
  #sweep(): void {
    for (const [key, unit] of this.#single) if (unit.isForgettable) this.#single.delete(key);
    this.#sizeToSweep = Math.max(SMALLEST_SIZE_TO_SWEEP, 2 * this.#single.size);
  }
}

const mostPatient = (one: RefreshOptions, other: RefreshOptions): RefreshOptions => ({
  refreshTimeout: Math.max(one.refreshTimeout, other.refreshTimeout),
  minRefreshInterval: Math.max(one.minRefreshInterval, other.minRefreshInterval),
});
