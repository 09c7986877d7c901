import type { Reference, Source } from '../sources/source.interface.js';
import { DeclaredValueReader, type ValueDeclaration } from '../values/declared-value-reader.js';
import type { CacheRuntime } from './cache-runtime.interface.js';
import { FetchQueue } from './fetch-queue.js';
import { FetchUnit } from './fetch-unit.js';
import type { FreshnessPolicy } from './freshness-policy.js';
import { Identities } from './identities.js';
import { LiveValue } from './live-value.js';
import { WeakMapByKey } from './weak-map-by-key.js';

/** All that one cache holds: units by reference, groups, and the values that read from them. */
export class CacheEngine {
  readonly #queue: FetchQueue;
  readonly #single = new Map<string, FetchUnit>();
  readonly #groups = new Set<FetchUnit>();
  readonly #values = new WeakMapByKey<LiveValue<unknown>>();
  readonly #identities = new Identities();

  constructor(
    readonly runtime: CacheRuntime,
    source: Source,
  ) {
    this.#queue = new FetchQueue(source, runtime.scheduler);
  }

  /** The values that somebody still holds. */
  get values(): IterableIterator<LiveValue<unknown>> {
    return this.#values.values();
  }

  /** One value for each entry: of several that read the same, the one that is in trouble. */
  get entries(): readonly LiveValue<unknown>[] {
    const entries = new Map<string, LiveValue<unknown>>();
    for (const live of this.values) {
      const entry = `${this.#identities.of(live.unit)} ${live.reference.key}`;
      if (!entries.has(entry) || live.failure !== undefined) entries.set(entry, live);
    }
    return [...entries.values()];
  }

  get units(): readonly FetchUnit[] {
    return [...this.#single.values(), ...this.#groups];
  }

  makeGroup(): FetchUnit {
    const unit = new FetchUnit(this.runtime, this.#queue, true);
    this.#groups.add(unit);
    return unit;
  }

  /** The one value for this reference, policy and declaration, in `group` or on its own. */
  value(
    reference: Reference,
    policy: FreshnessPolicy,
    declaration: ValueDeclaration,
    group?: FetchUnit,
  ): LiveValue<unknown> {
    const { type, key, transform, fallback } = declaration;
    const identity = [
      reference.key,
      group,
      ...Object.values(policy),
      type,
      key,
      transform,
      fallback !== undefined,
      fallback?.value,
    ].map((part) => this.#identities.of(part));
    return this.#values.getOrMake(JSON.stringify(identity), () => {
      const unit = group ?? this.#singleUnit(reference);
      unit.add(reference);
      return new LiveValue(reference, unit, policy, new DeclaredValueReader(declaration), this.runtime);
    });
  }

  close(): void {
    for (const unit of this.units) unit.close();
  }

  #singleUnit(reference: Reference): FetchUnit {
    const unit = this.#single.get(reference.key) ?? new FetchUnit(this.runtime, this.#queue, false);
    this.#single.set(reference.key, unit);
    return unit;
  }
}
