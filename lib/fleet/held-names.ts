import { isPendingVersion } from '../sources/secrets-manager/secret-change.js';
import type { Answer, Reference } from '../sources/source.interface.js';
import type { RawValue } from '../values/raw-value.js';
import type { HashedNames } from './hashed-names.js';

/** Names may come from anywhere, without end: those that were not asked for the longest are let go. */
const MOST_NAMES = 10_000;

/** A name that this process reads, and what it held when it was last answered. */
interface Held {
  readonly reference: Reference;
  readonly hashes: readonly string[];
  /** The longest age that was accepted, in milliseconds; 0 where only AWS may ever answer. */
  maxAge: number;
  /** The version of each name that the last answer brought, with its hash; `undefined` before the first answer. */
  versions: ReadonlyMap<string, Version> | undefined;
  /** The version that was told last, with its name as one hash: who brings it tells nobody. */
  told: string | undefined;
  /** Whether AWS refuses it to this process, as a hash like that of a version. */
  refused: string | undefined;
}

interface Version {
  readonly reference: Reference;
  readonly version: number | string | undefined;
  readonly hash: string;
}

/** A name of which an answer brought another version than the one before, or which AWS refuses now. */
export interface News {
  readonly reference: Reference;
  /** The hash of the name and the version. */
  readonly hash: string;
}

/** What this process reads, and in which versions, so that it can tell what is new to it and what to others. */
export class HeldNames {
  /** Least recently asked for first. */
  readonly #held = new Map<string, Held>();
  readonly #byHash = new Map<string, Set<Held>>();

  constructor(private readonly names: HashedNames) {}

  /** Takes note of what is asked for. */
  asked(reference: Reference, maxAge: number): void {
    const { key } = reference;
    const held = this.#held.get(key) ?? this.#add(reference);
    held.maxAge = Math.max(held.maxAge, maxAge);
    this.#held.delete(key);
    this.#held.set(key, held);
    if (this.#held.size > MOST_NAMES) this.#letGoOfOldest();
  }

  /** The longest age that was accepted of a reference, in milliseconds. */
  maxAgeOf({ key }: Reference): number {
    return this.#held.get(key)?.maxAge ?? 0;
  }

  /** @returns what is new to this process and was not told: nothing by a first answer */
  answered({ key }: Reference, answer: Answer): readonly News[] {
    const held = this.#held.get(key);
    if (held === undefined) return [];
    held.refused = undefined;
    const before = held.versions;
    const versions = this.#versionsIn(held.reference, answer, before);
    held.versions = versions;
    if (before === undefined || isPendingVersion(held.reference)) return [];
    const gone = [...before.values()]
      .filter(({ reference }) => !versions.has(reference.name))
      .map(({ reference }) => ({ reference, hash: this.#hashOf(reference, undefined) }));
    const fresh = [...versions].filter(([name, { hash }]) => before.get(name)?.hash !== hash);
    return [...fresh.map(([, version]) => version), ...gone].filter(({ hash }) => hash !== held.told);
  }

  /** @returns what is new to others: a refusal of what this process has read, once */
  refused({ key }: Reference): readonly News[] {
    const held = this.#held.get(key);
    if (held === undefined || held.refused !== undefined) return [];
    const { reference } = held;
    held.refused = this.names.hash('refused', reference.source, reference.client, reference.fullName);
    const isKnown = held.versions !== undefined && !isPendingVersion(reference);
    const isNews = isKnown && held.refused !== held.told;
    return isNews ? [{ reference, hash: held.refused }] : [];
  }

  /** Whether AWS refused it when it answered last. */
  isRefused({ key }: Reference): boolean {
    return this.#held.get(key)?.refused !== undefined;
  }

  /**
   * The names that a message is about, and that are not held in the version which it tells.
   *
   * @param version the hash of the name and its version; `undefined` if it tells none
   */
  touched(hashes: readonly string[], version: string | undefined): readonly Reference[] {
    const all = new Set(hashes.flatMap((hash) => [...(this.#byHash.get(hash) ?? [])]));
    const touched: Reference[] = [];
    for (const held of all) {
      held.told = version;
      const known = [held.refused, ...Array.from(held.versions?.values() ?? [], ({ hash }) => hash)];
      if (version === undefined || !known.includes(version)) touched.push(held.reference);
    }
    return touched;
  }

  /** The times within which names are to be looked at again after a gap, in milliseconds: half of their ages. */
  windows(longest: number): ReadonlySet<number> {
    return new Set([...this.#held.values()].map((held) => windowOf(held, longest)));
  }

  /** The names that are to be looked at again within `window`. */
  within(window: number, longest: number): readonly Reference[] {
    return [...this.#held.values()].flatMap((held) =>
      windowOf(held, longest) === window ? [held.reference] : [],
    );
  }

  clear(): void {
    this.#held.clear();
    this.#byHash.clear();
  }

  #add(reference: Reference): Held {
    const hashes = this.names.ofReference(reference);
    const held: Held = {
      reference,
      hashes,
      maxAge: 0,
      versions: undefined,
      told: undefined,
      refused: undefined,
    };
    for (const hash of hashes) this.#byHash.set(hash, (this.#byHash.get(hash) ?? new Set()).add(held));
    return held;
  }

  #letGoOfOldest(): void {
    const [oldest] = this.#held;
    if (oldest === undefined) return;
    const [key, held] = oldest;
    this.#held.delete(key);
    for (const hash of held.hashes) {
      const others = this.#byHash.get(hash);
      others?.delete(held);
      if (others?.size === 0) this.#byHash.delete(hash);
    }
  }

  #versionsIn(
    reference: Reference,
    answer: Answer,
    before: ReadonlyMap<string, Version> | undefined,
  ): ReadonlyMap<string, Version> {
    const single = { reference, version: answer.found ? versionOf(answer.raw) : undefined };
    const members = answer.found ? answer.members : undefined;
    const all = members?.map((member) => ({ reference: member.reference, version: versionOf(member.raw) }));
    return new Map(
      (all ?? [single]).map((one) => {
        const { name } = one.reference;
        const known = before?.get(name);
        if (known !== undefined && known.version === one.version) return [name, known] as const;
        return [name, { ...one, hash: this.#hashOf(one.reference, one.version) }] as const;
      }),
    );
  }

  #hashOf({ source, client, fullName }: Reference, version: number | string | undefined): string {
    return this.names.hash('version', source, client, fullName, String(version));
  }
}

/** AWS gives no version of a secret that is read as a parameter, but says when it was modified. */
const versionOf = ({ version, modifiedAt }: RawValue): number | string | undefined => version ?? modifiedAt;

const windowOf = ({ maxAge }: Held, longest: number): number =>
  maxAge === 0 ? longest : Math.min(maxAge / 2, longest);
