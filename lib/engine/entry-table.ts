import type { SsmCacheError } from '../errors/index.js';
import { failureKind } from '../errors/failure-kind.js';
import { isBefore } from '../runtime/clock.js';
import type { SsmCacheChange } from '../runtime/cache-events.js';
import type { Answer, Reference } from '../sources/source.interface.js';
import { Entry, type Unusable } from './entry.js';
import type { Answered } from './reading.js';
import { goneError } from './reference-errors.js';
import type { Fetch } from './refresh-batcher.js';

/** Why nothing came for some references, and what came all the same. */
export interface FailedReading {
  /** By the key of the reference. */
  readonly errors: ReadonlyMap<string, SsmCacheError>;
  readonly answered: Answered;
  /** What is told of a reference that nothing of its own failed. */
  readonly shared: Unusable;
  /** The number of the attempt. */
  readonly attempt: number;
}

/** The entries of a refresh unit: those that are asked for by name, and those that a listing brings. */
export class EntryTable {
  readonly #entries = new Map<string, Entry>();
  /** Those that are asked for by name. */
  readonly asked = new Map<string, Entry>();
  /** The oldest fetch that its entries are of; none before the first commit. */
  fetch: Fetch | undefined;
  /** What entries that are made later learn of. */
  #failed: FailedReading | undefined;

  /** What is asked for by name. */
  get references(): readonly Reference[] {
    return Array.from(this.asked.values(), ({ reference }) => reference);
  }

  /** The names that are asked for, for a message. */
  get names(): string {
    return this.references.map(({ fullName }) => fullName).join(', ');
  }

  /** Whether AWS knew any of the names when it last answered. */
  get isFound(): boolean {
    return [...this.#entries.values()].some(({ isFound }) => isFound);
  }

  add(reference: Reference): void {
    this.asked.set(reference.key, this.entryOf(reference));
  }

  remove(reference: Reference): void {
    this.asked.delete(reference.key);
  }

  isAsked({ key }: Reference): boolean {
    return this.asked.has(key);
  }

  answerTo(key: string): Answer | undefined {
    return this.#entries.get(key)?.answer;
  }

  /** Whether something changed that is asked for by name, and that no later attempt has answered. */
  get isExpired(): boolean {
    return [...this.asked.values()].some(({ expiredAt }) => expiredAt !== undefined);
  }

  /** What is asked for by name, and what a listing brought. */
  get all(): readonly Reference[] {
    return Array.from(this.#entries.values(), ({ reference }) => reference);
  }

  /** The one entry of `reference`. */
  entryOf(reference: Reference): Entry {
    const known = this.#entries.get(reference.key);
    if (known !== undefined) return known;
    const entry = new Entry(reference);
    this.#entries.set(reference.key, entry);
    if (this.#failed !== undefined) this.#noteFailure(entry, this.#failed);
    return entry;
  }

  /** Takes over answers in one step. @returns what changed of the names that are asked for */
  commit(answers: Answered, fetch: Fetch, attempt: number): readonly SsmCacheChange[] {
    const changes: SsmCacheChange[] = [];
    for (const { reference, answer } of answers.values()) {
      const change = this.entryOf(reference).commit(answer, fetch, attempt);
      if (change !== undefined && this.isAsked(reference)) changes.push(change);
    }
    this.fetch = fetch;
    this.#failed = undefined;
    return changes;
  }

  /**
   * What no listing brings any more is gone.
   *
   * @param isViewed whether a view needs the entry, so that it stays
   */
  leaveOut(answers: Answered, attempt: number, isViewed: (reference: Reference) => boolean): void {
    for (const [key, entry] of this.#entries) {
      const { reference, fetch } = entry;
      if (answers.has(key) || this.isAsked(reference) || fetch === undefined) continue;
      entry.leave(goneError(reference), attempt);
      if (!isViewed(reference)) this.#entries.delete(key);
    }
  }

  /** Has all that a later fetch answered count as answered by `fetch`. */
  keepAge(fetch: Fetch): void {
    this.fetch = older(this.fetch, fetch);
    for (const entry of this.#entries.values()) entry.fetch &&= older(entry.fetch, fetch);
  }

  /** Leaves all answers as they are, but for what AWS says of them. */
  fail(failed: FailedReading, isConcerned: (reference: Reference) => boolean): void {
    this.#failed = failed;
    for (const entry of this.#entries.values()) {
      if (isConcerned(entry.reference)) this.#noteFailure(entry, failed);
    }
  }

  clear(): void {
    this.#failed = undefined;
    for (const entry of this.#entries.values()) entry.clear();
  }

  #noteFailure(entry: Entry, failed: FailedReading): void {
    const own = this.#failureOf(entry.reference, failed);
    const { shared, attempt } = failed;
    if (own === undefined) entry.fail({ ...shared, kind: 'transient', attempt });
    else entry.fail({ error: own, kind: failureKind(own), attempt });
  }

  /** The failure of a reference, or of the nearest listing above it where nothing else brought it. */
  #failureOf(reference: Reference, { errors, answered }: FailedReading): SsmCacheError | undefined {
    const { key } = reference;
    if (errors.has(key) || answered.has(key) || this.isAsked(reference)) return errors.get(key);
    const [nearest] = this.references
      .filter((listing) => errors.has(listing.key) && listing.covers?.(reference) === true)
      .toSorted((one, other) => other.name.length - one.name.length);
    return nearest && errors.get(nearest.key);
  }
}

const older = (one: Fetch | undefined, other: Fetch): Fetch | undefined =>
  one !== undefined && isBefore(other.startedAt, one.startedAt) ? other : one;
