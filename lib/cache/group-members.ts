import { freshError } from '../errors/fresh-error.js';
import { primaryError } from '../errors/primary-error.js';
import type { RefreshUnit } from '../engine/refresh-unit.js';
import type { FreshnessPolicy } from '../engine/freshness-policy.js';
import type { EntryView } from '../engine/entry-view.js';
import type { Recoverable } from '../engine/recoverable.interface.js';
import type { PathListingOptions } from '../options/path-options.interface.js';
import type { Declaration } from './declaration.js';
import { handleOf, type AnyHandle } from './handles.js';
import type { PathListing, ViewFactory } from './view-factory.js';
import { namesUnder } from '../values/decoders/names-decoder.js';
import type { RawValue } from '../values/raw-value.js';

/** A path whose parameters are members. */
interface ListedMembers {
  readonly member: PathListing['member'];
  /** The revision of the listing that `members` are of. */
  revision: number | undefined;
  members: ReadonlySet<EntryView<unknown>>;
}

/** The members of one group, with what a reader of each of them holds. */
export class GroupMembers implements Recoverable {
  readonly #members = new Set<EntryView<unknown>>();
  readonly #listings = new Map<EntryView<readonly string[]>, ListedMembers>();
  readonly #declared = new Set<EntryView<unknown>>();
  /** When a member last left. */
  #leftAt = 0;

  constructor(
    readonly unit: RefreshUnit,
    readonly policy: FreshnessPolicy,
    private readonly views: ViewFactory,
  ) {}

  get size(): number {
    return this.#current.size;
  }

  /** Those that are declared have their handle already. */
  *handles(): IterableIterator<AnyHandle> {
    for (const member of this.#current) yield handleOf(member, 'parameter');
  }

  /** When a member was last replaced, or left. */
  get revision(): number {
    const members = this.#current;
    let latest = this.#leftAt;
    for (const { revision } of members) latest = Math.max(latest, revision);
    return latest;
  }

  /** When a reader of a member last got another value, or a member left. */
  get changedAt(): number {
    const members = this.#current;
    let latest = this.#leftAt;
    for (const { changedAt } of members) latest = Math.max(latest, changedAt);
    return latest;
  }

  reads({ unit }: EntryView<unknown>): boolean {
    return unit === this.unit;
  }

  /** The handle of a member that is declared by name. */
  declare(declaration: Declaration): AnyHandle {
    const member = this.views.declared(declaration);
    this.#declared.add(member);
    this.#members.add(member);
    return handleOf(member, declaration.kind);
  }

  /** The handles of all that there is under a path, now; from then on members come and go as its listing says. */
  async list(path: string, options: PathListingOptions): Promise<readonly AnyHandle[]> {
    const { names, member } = this.views.listing(path, options);
    const known = this.#listings.get(names);
    const listing = known ?? { member, revision: undefined, members: new Set() };
    this.#listings.set(names, listing);
    await this.#load(names);
    this.#followAll();
    return Array.from(listing.members, (listed) => {
      this.#members.add(listed);
      return handleOf(listed, 'parameter');
    });
  }

  async refresh(): Promise<void> {
    await this.unit.refresh(this.policy);
    const values = [...this.#current, ...this.#listings.keys()];
    const error = primaryError(values.map(({ failure }) => failure));
    if (error !== undefined) throw freshError(error);
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
  get #current(): ReadonlySet<EntryView<unknown>> {
    this.#followAll();
    return this.#members;
  }

  #followAll(): void {
    for (const [names, listing] of this.#listings) {
      const { raw, revision } = names;
      if (raw !== undefined && revision !== listing.revision) this.#follow(raw, revision, listing);
    }
  }

  #follow(raw: RawValue, revision: number, listing: ListedMembers): void {
    const before = listing.members;
    listing.revision = revision;
    listing.members = new Set(namesUnder(raw).map(listing.member));
    for (const listed of listing.members) this.#members.add(listed);
    for (const listed of before) if (!listing.members.has(listed)) this.#leave(listed, revision);
  }

  /** A member stays as long as it is declared by name, or another listing brings it. */
  #leave(member: EntryView<unknown>, at: number): void {
    const isListed = [...this.#listings.values()].some(({ members }) => members.has(member));
    if (isListed || this.#declared.has(member)) return;
    this.#members.delete(member);
    this.#leftAt = Math.max(this.#leftAt, at);
  }
}
