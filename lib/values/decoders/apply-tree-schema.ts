import { TransformError } from '../../errors/index.js';
import { unusableTreeMessage } from '../../errors/errors.messages.js';
import { ConversionError } from '../convert/conversion-error.js';
import { isPromiseLike } from '../data/is-promise-like.js';
import type { Schema } from '../schema-class.interface.js';
import { thrownReason } from '../secrecy/thrown-reason.js';
import { applySchema } from './apply-schema.js';
import { isSchemaClass } from './class-schema.js';
import { withDeclaredTypes } from './declared-leaves.js';
import type { NamedVersion } from './named-versions.js';

const MOST_BLAMED = 5;

/** What a tree was made of. */
export interface TreeOrigin {
  readonly name: string;
  /** The names that a failure is told of. */
  readonly names: readonly string[];
  /** What was read for places in the tree. */
  readonly valuesAt: (places: readonly (readonly string[])[]) => readonly NamedVersion[];
}

/** What `schema` makes of a tree. Throws or rejects with a `TransformError` that names what is to blame. */
export const applyTreeSchema = (schema: Schema | undefined, tree: unknown, origin: TreeOrigin): unknown => {
  if (schema === undefined) return tree;
  const unusable = (error: unknown): never => {
    throw unusableError(error, tree, origin);
  };
  try {
    const typed = isSchemaClass(schema) ? withDeclaredTypes(schema, tree) : tree;
    const validated = applySchema(schema, typed);
    return isPromiseLike(validated) ? Promise.resolve(validated).catch(unusable) : validated;
  } catch (error) {
    return unusable(error);
  }
};

const unusableError = (
  error: unknown,
  tree: unknown,
  { name, names, valuesAt }: TreeOrigin,
): TransformError => {
  const [reason, places] =
    error instanceof ConversionError
      ? [error.message, error.paths]
      : [`its schema threw an error${thrownReason(error, tree)}`, []];
  const message = unusableTreeMessage(name, firstOf(valuesAt(places)), reason);
  return new TransformError(message, { names });
};

/** The first few, sorted by name. */
const firstOf = (blamed: readonly NamedVersion[]): readonly NamedVersion[] => {
  const byName = new Map(blamed.map((value) => [value.name, value]));
  return [...byName.keys()]
    .toSorted()
    .slice(0, MOST_BLAMED)
    .map((name) => byName.get(name) as NamedVersion);
};
