import { TransformError } from '../../errors/index.js';
import { unusableTreeMessage } from '../../errors/errors.messages.js';
import { applySchema } from './apply-schema.js';
import { isSchemaClass } from './class-schema.js';
import { withDeclaredTypes } from './declared-leaves.js';
import { isPromiseLike } from '../data/is-promise-like.js';
import { ConversionError } from '../convert/conversion-error.js';
import { withOfferedVersions, type NamedVersion } from './offered-versions.js';
import { isTree, type NamedValue, type RawValue } from '../raw-value.js';
import type { Schema } from '../schema-class.interface.js';
import { splitList } from '../convert/to-list.js';
import { thrownReason } from '../secrecy/thrown-reason.js';
import { shapeLeaves, type Leaf, type TreeShape } from './tree-shape.js';
import type { Decoder } from './decoder.interface.js';

const MOST_BLAMED = 5;
const DEEPEST_NAME = 15;

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
    const unusable = (error: unknown): never => {
      throw unusableError(error, raw, path, shaped);
    };
    try {
      const typed = isSchemaClass(this.schema) ? withDeclaredTypes(this.schema, shaped) : shaped;
      const validated = applySchema(this.schema, typed);
      return isPromiseLike(validated) ? Promise.resolve(validated).catch(unusable) : validated;
    } catch (error) {
      return unusable(error);
    }
  }
}

const unusableError = (error: unknown, raw: RawValue, path: string, shaped: unknown): TransformError => {
  const [reason, paths] =
    error instanceof ConversionError
      ? [error.message, error.paths]
      : [`its schema threw an error${thrownReason(error, shaped)}`, []];
  const message = unusableTreeMessage(path, blamed(raw, path, paths), reason);
  return withOfferedVersions(new TransformError(message, { names: [path] }), raw, path);
};

/** The parameters that the first issues of a schema lie in, sorted by name, the first few. */
const blamed = (
  { value }: RawValue,
  path: string,
  issues: ConversionError['paths'],
): readonly NamedVersion[] => {
  const listed = isTree(value) ? value : [];
  const found = new Map<string, NamedVersion>();
  for (const name of issues.flatMap((segments) => namesAround(segments, path))) {
    const raw = find(listed, name);
    if (raw !== undefined) found.set(name, { name, version: raw.version });
  }
  const names = [...found.keys()].toSorted().slice(0, MOST_BLAMED);
  return names.map((name) => found.get(name) as NamedVersion);
};

/** The names of the parameters that a place may be in: its own and those of the levels above. */
const namesAround = (segments: readonly string[], path: string): readonly string[] => {
  const levels = segments.join('/').split('/').slice(0, DEEPEST_NAME);
  const root = path === '/' ? '' : path;
  return levels.map((_, index) => [root, ...levels.slice(0, index + 1)].join('/'));
};

/** The value of a name among values that are sorted by name. */
const find = (values: readonly NamedValue[], name: string): RawValue | undefined => {
  let [from, to] = [0, values.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((values[middle] as NamedValue).name < name) from = middle + 1;
    else to = middle;
  }
  const found = values[from];
  return found?.name === name ? found.raw : undefined;
};

const relativeName = (name: string, path: string): string =>
  path === '/' ? name.slice(1) : name.slice(path.length + 1);

const toLeaf = ({ name, raw }: NamedValue, path: string): Leaf => {
  const isList = raw.type === 'StringList' && typeof raw.value === 'string';
  return [relativeName(name, path), isList ? splitList(raw.value) : raw.value];
};
