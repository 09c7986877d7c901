import type { CacheEngine, Expired } from '../engine/cache-engine.js';
import type { FreshnessPolicy } from '../engine/freshness-policy.js';
import type { RefreshUnit } from '../engine/refresh-unit.js';
import type { CacheRuntime } from '../runtime/cache-runtime.js';
import type { Reference } from '../sources/source.interface.js';
import { ChangedUnit } from './changed-unit.js';
import type { Announcement } from './events/announcement.interface.js';
import { NamedThings, type RegionOf } from './named-things.js';

/** What a cache does with an announcement. */
export interface Reaction {
  /** The names that it touches. */
  readonly names: readonly string[];
  /** Whether what it names is held, but read in another account or region. */
  readonly isElsewhere: boolean;
  /** Fulfilled when all of it has been refreshed, with whether AWS has answered. */
  readonly refreshed: Promise<boolean>;
}

export interface ChangedUnitsParts {
  readonly engine: CacheEngine;
  readonly runtime: CacheRuntime;
  /** How what nobody holds is refreshed. */
  readonly policy: FreshnessPolicy;
  readonly regionOf: RegionOf;
  /** For how many milliseconds after an event AWS is asked again. */
  readonly settle: number;
}

const NOTHING: Reaction = { names: [], isElsewhere: false, refreshed: Promise.resolve(true) };

/** The refresh units of one cache that events name. */
export class ChangedUnits {
  readonly #known = new WeakMap<RefreshUnit, ChangedUnit>();
  readonly #active = new Set<ChangedUnit>();

  constructor(private readonly parts: ChangedUnitsParts) {
    parts.runtime.closed.addEventListener('abort', () => this.#close(), { once: true });
  }

  /**
   * Makes what an announcement names due at once, and refreshes it in `delay` milliseconds. What was never asked for is not
   * held.
   */
  take(announcement: Announcement, delay: number): Reaction {
    const { engine, regionOf, runtime } = this.parts;
    if (runtime.closed.aborted) return NOTHING;
    const named = new NamedThings(announcement, regionOf);
    const expired = engine
      .expireWhere((reference) => named.includes(reference))
      .filter(({ unit }) => unit.lastStarted > 0);
    const answers = Array.from(byUnit(expired), ([unit, references]) =>
      this.#refresh(this.#changed(unit), references, announcement, delay),
    );
    return {
      names: expired.map(({ reference }) => reference.fullName),
      isElsewhere: expired.length === 0 && this.#hasNamesake(named),
      refreshed: Promise.all(answers).then((all) => all.every(Boolean)),
    };
  }

  #refresh(
    changed: ChangedUnit,
    references: readonly Reference[],
    announcement: Announcement,
    delay: number,
  ): Promise<boolean> {
    changed.add(references, announcement);
    this.#active.add(changed);
    return changed.refresh(delay);
  }

  #hasNamesake(named: NamedThings): boolean {
    return this.parts.engine.units.some((unit) =>
      [...unit.references].some((reference) => named.hasNamesake(reference)),
    );
  }

  #changed(unit: RefreshUnit): ChangedUnit {
    const known = this.#known.get(unit);
    if (known !== undefined) return known;
    const { engine, runtime, policy, settle } = this.parts;
    const options = () => engine.refreshable(policy).get(unit) ?? policy;
    const onIdle = () => this.#active.delete(made);
    const made: ChangedUnit = new ChangedUnit(unit, runtime, settle, options, onIdle);
    this.#known.set(unit, made);
    return made;
  }

  #close(): void {
    for (const changed of this.#active) changed.close();
    this.#active.clear();
  }
}

const byUnit = (expired: readonly Expired[]): ReadonlyMap<RefreshUnit, readonly Reference[]> => {
  const units = new Map<RefreshUnit, Reference[]>();
  for (const { unit, reference } of expired) units.set(unit, [...(units.get(unit) ?? []), reference]);
  return units;
};
