import { freshError } from '../errors/fresh-error.js';
import { mostTellingError } from '../errors/most-telling-error.js';
import type { RefreshUnit } from '../engine/refresh-unit.js';
import type { FreshnessPolicy } from '../engine/freshness-policy.js';
import type { EntryView } from '../engine/entry-view.js';
import type { Recoverable } from '../engine/recoverable.interface.js';
import { namesUnder } from '../values/decoders/names-decoder.js';

/** A path whose parameters are members. */
interface ListedMembers<Handle> {
  readonly member: (name: string) => EntryView<unknown>;
  readonly make: (member: EntryView<unknown>) => Handle;
  /** The revision of the listing that `members` are of. */
  revision: number | undefined;
  members: ReadonlySet<EntryView<unknown>>;
}

/** The members of one group, with what a reader of each of them holds. */
export class GroupMembers<Handle> implements Recoverable {
  readonly #handles = new Map<EntryView<unknown>, Handle>();
  readonly #listings = new Map<EntryView<readonly string[]>, ListedMembers<Handle>>();
  readonly #declared = new Set<EntryView<unknown>>();
  #revisionOfLeavers = 0;

  constructor(
    readonly unit: RefreshUnit,
    private readonly policy: FreshnessPolicy,
  ) {}

  get size(): number {
    return this.#current.size;
  }

  get handles(): IterableIterator<Handle> {
    return this.#current.values();
  }

  /** Rises with each member that is replaced or leaves. */
  get revision(): number {
    const revisions = Array.from(this.#current.keys(), ({ revision }) => revision);
    return revisions.reduce((sum, revision) => sum + revision, this.#revisionOfLeavers);
  }

  /** The handle of a member that is declared by name; it is made when the member joins. */
  declare(member: EntryView<unknown>, make: () => Handle): Handle {
    this.#declared.add(member);
    return this.#join(member, make);
  }

  /** The handles of all that `listing` names, now; from then on members come and go as it says. */
  async list(
    listing: EntryView<readonly string[]>,
    member: (name: string) => EntryView<unknown>,
    make: (member: EntryView<unknown>) => Handle,
  ): Promise<Handle[]> {
    if (!this.#listings.has(listing)) {
      this.#listings.set(listing, { member, make, revision: undefined, members: new Set() });
    }
    await this.#load(listing);
    this.#followAll();
    return Array.from(this.#listings.get(listing)?.members ?? [], (listed) =>
      this.#join(listed, () => make(listed)),
    );
  }

  async refresh(): Promise<void> {
    await this.unit.refresh(this.policy);
    const values = [...this.#current.keys(), ...this.#listings.keys()];
    const failures = values.flatMap(({ failure }) => failure ?? []);
    if (failures.length > 0) throw freshError(mostTellingError(failures));
  }

  /** A listing that cannot be loaded does not become a member: the group would never be refreshed again. */
  async #load(listing: EntryView<readonly string[]>): Promise<void> {
    try {
      await listing.get();
    } catch (error) {
      if (!listing.wasLoaded) {
        this.#listings.delete(listing);
        this.unit.remove(listing.reference);
      }
      throw error;
    }
  }

  /** The members as the listings have them now, whoever of those that are told of a change asks first. */
  get #current(): ReadonlyMap<EntryView<unknown>, Handle> {
    this.#followAll();
    return this.#handles;
  }

  #followAll(): void {
    for (const [names, listing] of this.#listings) {
      if (names.raw !== undefined && names.revision !== listing.revision) this.#follow(names, listing);
    }
  }

  #follow({ raw, revision }: EntryView<readonly string[]>, listing: ListedMembers<Handle>): void {
    const before = listing.members;
    listing.revision = revision;
    listing.members = new Set(namesUnder(raw).map(listing.member));
    for (const listed of listing.members) this.#join(listed, () => listing.make(listed));
    for (const listed of before) if (!listing.members.has(listed)) this.#leave(listed);
  }

  #join(member: EntryView<unknown>, make: () => Handle): Handle {
    const handle = this.#handles.get(member) ?? make();
    this.#handles.set(member, handle);
    return handle;
  }

  /** A member stays as long as it is declared by name, or another listing brings it. */
  #leave(member: EntryView<unknown>): void {
    const isListed = [...this.#listings.values()].some(({ members }) => members.has(member));
    if (isListed || this.#declared.has(member)) return;
    this.#handles.delete(member);
    this.#revisionOfLeavers += member.revision + 1;
  }
}
