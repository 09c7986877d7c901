import { isPromiseLike } from '../data/is-promise-like.js';
import { define, isPlain } from '../data/plain-data.js';
import type { NamedValue, RawValue } from '../raw-value.js';
import type { Schema } from '../schema-class.interface.js';
import { applyTreeSchema } from './apply-tree-schema.js';
import type { Decoder } from './decoder.interface.js';
import type { NamedVersion } from './named-versions.js';
import { leavesOf, levelsAround, parametersAt } from './tree-leaves.js';
import { OWN_VALUE, shapeLeaves } from './tree-shape.js';

/** A secret of a joint, and where its value is put. */
export interface PlacedSecret {
  readonly name: string;
  /** The keys that lead to it. */
  readonly place: readonly string[];
  readonly decoder: Decoder<unknown>;
  /** What is read where AWS does not know the name. */
  readonly fallback: { readonly value: unknown } | undefined;
}

type Placed = readonly [place: readonly string[], value: unknown];

/** Reads the parameters under a path, and secrets at their places among them, as one. */
export class JointDecoder implements Decoder<unknown> {
  readonly readsVersion: boolean;

  constructor(
    private readonly secrets: readonly PlacedSecret[],
    private readonly schema: Schema | undefined,
  ) {
    this.readsVersion = secrets.some(({ decoder }) => decoder.readsVersion === true);
  }

  read(raw: RawValue, name: string): unknown {
    const parts = raw.value as readonly NamedValue[];
    const values = this.secrets.map((secret) => secretIn(parts, secret));
    return values.some(isPromiseLike)
      ? Promise.all(values).then((read) => this.#join(read, parts, name))
      : this.#join(values, parts, name);
  }

  #join(values: readonly unknown[], parts: readonly NamedValue[], name: string): unknown {
    const listing = parts.find(isListing);
    const tree = listing === undefined ? {} : shapeLeaves(leavesOf(listing.raw, listing.name), 'tree');
    const placed = this.secrets
      .map(({ place }, index): Placed => [place, values[index]])
      .filter(([, value]) => value !== undefined);
    return applyTreeSchema(this.schema, withPlaced(tree, placed), {
      name,
      names: [...new Set(parts.map((part) => part.name))],
      valuesAt: (places) => [
        ...(listing === undefined ? [] : parametersAt(places, listing.raw, listing.name)),
        ...this.#secretsAt(places, parts),
      ],
    });
  }

  #secretsAt(places: readonly (readonly string[])[], parts: readonly NamedValue[]): readonly NamedVersion[] {
    const levels = new Set(places.flatMap(levelsAround));
    return this.secrets
      .filter(({ place }) => levels.has(place.join('/')))
      .map(({ name }) => ({ name, version: storedIn(parts, name)?.version }));
  }
}

const isListing = ({ raw }: NamedValue): boolean => raw.type === 'Tree';

const storedIn = (parts: readonly NamedValue[], name: string): RawValue | undefined =>
  parts.find((part) => part.name === name && !isListing(part))?.raw;

const secretIn = (parts: readonly NamedValue[], { name, decoder, fallback }: PlacedSecret): unknown => {
  const raw = storedIn(parts, name);
  return raw === undefined ? fallback?.value : decoder.read(raw, name);
};

/** A copy of `tree` with values at their places; what a value is made of stays as it is. */
const withPlaced = (tree: unknown, placed: readonly Placed[]): unknown => {
  const copy = {};
  for (const [key, value] of entriesOf(tree)) define(copy, key, value);
  const deeper = new Map<string, Placed[]>();
  for (const [[key = OWN_VALUE, ...rest], value] of placed) {
    if (rest.length === 0) define(copy, key, value);
    else deeper.set(key, [...(deeper.get(key) ?? []), [rest, value]]);
  }
  for (const [key, values] of deeper) {
    const below: unknown = Object.hasOwn(copy, key) ? (copy as Record<string, unknown>)[key] : {};
    define(copy, key, withPlaced(below, values));
  }
  return Object.freeze(copy);
};

/** A value that is none of several levels has the empty key, as in any tree. */
const entriesOf = (tree: unknown): readonly (readonly [key: string, value: unknown])[] =>
  isPlain(tree) && !Array.isArray(tree) ? Object.entries(tree) : [[OWN_VALUE, tree]];
