import { TransformError } from '../../errors/index.js';
import { unusableTreeMessage } from '../../errors/errors.messages.js';
import { applySchema } from './apply-schema.js';
import { isSchemaClass } from './class-schema.js';
import { withDeclaredTypes } from './declared-leaves.js';
import { isPromiseLike } from '../data/is-promise-like.js';
import { ConversionError } from '../convert/conversion-error.js';
import { versionsOf, withOfferedVersions, type NamedVersion } from './offered-versions.js';
import { isTree, type NamedValue, type RawValue } from '../raw-value.js';
import type { Schema } from '../schema-class.interface.js';
import { splitList } from '../convert/to-list.js';
import { shapeLeaves, type Leaf, type TreeShape } from './tree-shape.js';
import type { Decoder } from './decoder.interface.js';

const MOST_BLAMED = 5;

/** Reads all the parameters under a path as one. */
export class TreeDecoder implements Decoder<unknown> {
  constructor(
    private readonly shape: TreeShape,
    private readonly schema: Schema | undefined,
  ) {}

  read(raw: RawValue, path: string): unknown {
    const { value } = raw;
    const leaves = (isTree(value) ? value : []).map((named) => toLeaf(named, path));
    const shaped = shapeLeaves(leaves, this.shape);
    if (this.schema === undefined) return shaped;
    try {
      const typed = isSchemaClass(this.schema) ? withDeclaredTypes(this.schema, shaped) : shaped;
      const validated = applySchema(this.schema, typed);
      return isPromiseLike(validated) ? Promise.resolve(validated).catch(unusable(raw, path)) : validated;
    } catch (error) {
      return unusable(raw, path)(error);
    }
  }
}

const unusable =
  (raw: RawValue, path: string) =>
  (error: unknown): never => {
    const [reason, paths] =
      error instanceof ConversionError ? [error.message, error.paths] : ['its schema threw an error', []];
    const message = unusableTreeMessage(path, blamed(raw, path, paths), reason);
    throw withOfferedVersions(new TransformError(message, { names: [path] }), raw, path);
  };

/** The parameters that the issues of a schema lie in, the first few. */
const blamed = (raw: RawValue, path: string, issues: ConversionError['paths']): readonly NamedVersion[] => {
  const places = issues.map((segments) => `${segments.join('/')}/`);
  return versionsOf(raw, path)
    .filter(({ name }) => places.some((place) => place.startsWith(`${relativeName(name, path)}/`)))
    .slice(0, MOST_BLAMED);
};

const relativeName = (name: string, path: string): string =>
  path === '/' ? name.slice(1) : name.slice(path.length + 1);

const toLeaf = ({ name, raw }: NamedValue, path: string): Leaf => {
  const isList = raw.type === 'StringList' && typeof raw.value === 'string';
  return [relativeName(name, path), isList ? splitList(raw.value) : raw.value];
};
