import { InvalidParameterError } from '../errors/index.js';
import { missingMessage } from '../errors/errors.messages.js';
import { mostTellingError } from '../errors/most-telling-error.js';
import type { FetchUnit } from './fetch-unit.js';
import type { FreshnessPolicy } from './freshness-policy.js';
import type { LiveValue } from './live-value.js';
import type { Recoverable } from './recovery.js';

/** The members of one group, with what a reader of each of them holds. */
export class GroupMembers<Handle> implements Recoverable {
  readonly #handles = new Map<LiveValue<unknown>, Handle>();
  readonly #listings = new Map<LiveValue<readonly string[]>, ReadonlySet<LiveValue<unknown>>>();
  readonly #declared = new Set<LiveValue<unknown>>();

  constructor(
    readonly unit: FetchUnit,
    private readonly policy: FreshnessPolicy,
  ) {}

  get size(): number {
    return this.#handles.size;
  }

  get handles(): IterableIterator<Handle> {
    return this.#handles.values();
  }

  get revision(): number {
    return [...this.#handles.keys()].reduce((sum, { revision }) => sum + revision, 0);
  }

  /** The handle of a member that is declared by name; it is made when the member joins. */
  declare(member: LiveValue<unknown>, make: () => Handle): Handle {
    this.#declared.add(member);
    return this.#join(member, make);
  }

  /** The handles of all that `listing` names, now; from then on members come and go as it says. */
  async list(
    listing: LiveValue<readonly string[]>,
    member: (name: string) => LiveValue<unknown>,
    make: (member: LiveValue<unknown>) => Handle,
  ): Promise<Handle[]> {
    if (!this.#listings.has(listing)) {
      this.#listings.set(listing, new Set());
      listing.onChange(() => this.#follow(listing, member, make));
    }
    await listing.get();
    this.#follow(listing, member, make);
    return Array.from(this.#listings.get(listing) ?? [], (listed) => this.#join(listed, () => make(listed)));
  }

  async refresh(): Promise<void> {
    await this.unit.refresh(this.policy);
    const values = [...this.#handles.keys(), ...this.#listings.keys()];
    const failures = values.flatMap(({ failure }) => failure ?? []);
    if (failures.length > 0) throw mostTellingError(failures);
  }

  #follow(
    listing: LiveValue<readonly string[]>,
    member: (name: string) => LiveValue<unknown>,
    make: (member: LiveValue<unknown>) => Handle,
  ): void {
    const before = this.#listings.get(listing) ?? new Set();
    const now = new Set(listing.read().map(member));
    this.#listings.set(listing, now);
    for (const listed of now) this.#join(listed, () => make(listed));
    for (const listed of before) if (!now.has(listed)) this.#leave(listed);
  }

  #join(member: LiveValue<unknown>, make: () => Handle): Handle {
    const handle = this.#handles.get(member) ?? make();
    this.#handles.set(member, handle);
    return handle;
  }

  /** A member stays as long as it is declared by name, or another listing brings it. */
  #leave(member: LiveValue<unknown>): void {
    const isListed = [...this.#listings.values()].some((listed) => listed.has(member));
    if (isListed || this.#declared.has(member)) return;
    this.#handles.delete(member);
    const { fullName } = member.reference;
    member.leave(new InvalidParameterError(missingMessage(fullName), { names: [fullName] }));
  }
}
