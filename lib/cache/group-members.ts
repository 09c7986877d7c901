import { mostTellingError } from '../errors/most-telling-error.js';
import type { FetchUnit } from './fetch-unit.js';
import type { FreshnessPolicy } from './freshness-policy.js';
import type { LiveValue } from './live-value.js';
import type { Recoverable } from './recovery.js';

/** The members of one group, with what a reader of each of them holds. */
export class GroupMembers<Handle> implements Recoverable {
  readonly #members = new Map<LiveValue<unknown>, Handle>();

  constructor(
    readonly unit: FetchUnit,
    private readonly policy: FreshnessPolicy,
  ) {}

  get size(): number {
    return this.#members.size;
  }

  get handles(): IterableIterator<Handle> {
    return this.#members.values();
  }

  get revision(): number {
    return [...this.#members.keys()].reduce((sum, { revision }) => sum + revision, 0);
  }

  get departures(): number {
    return this.unit.departures;
  }

  get settled(): Promise<void> {
    return this.unit.settled;
  }

  /** The handle of a member, which is made when it joins. */
  handleOf(member: LiveValue<unknown>, make: () => Handle): Handle {
    const handle = this.#members.get(member) ?? make();
    this.#members.set(member, handle);
    return handle;
  }

  async refresh(): Promise<void> {
    await this.unit.refresh(this.policy);
    const failures = [...this.#members.keys()].flatMap(({ failure }) => failure ?? []);
    if (failures.length > 0) throw mostTellingError(failures);
  }
}
