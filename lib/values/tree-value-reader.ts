import { TransformError } from '../errors/index.js';
import { unusableMessage } from '../errors/errors.messages.js';
import { applySchema } from './apply-schema.js';
import { isPromiseLike } from './is-promise-like.js';
import { Mismatch } from './mismatch.js';
import { isTree, type NamedValue, type RawValue } from './raw-value.js';
import type { StandardSchema } from './standard-schema.interface.js';
import { splitList } from './to-list.js';
import { shapeLeaves, type Leaf, type TreeShape } from './tree-shape.js';
import type { ValueReader } from './value-reader.interface.js';

/** Reads all the parameters under a path as one. */
export class TreeValueReader implements ValueReader<unknown> {
  constructor(
    private readonly shape: TreeShape,
    private readonly schema: StandardSchema | undefined,
  ) {}

  read({ value }: RawValue, path: string): unknown {
    const leaves = (isTree(value) ? value : []).map((named) => toLeaf(named, path));
    const shaped = shapeLeaves(leaves, this.shape);
    if (this.schema === undefined) return shaped;
    try {
      const validated = applySchema(this.schema, shaped);
      return isPromiseLike(validated) ? Promise.resolve(validated).catch(unusable(path)) : validated;
    } catch (error) {
      return unusable(path)(error);
    }
  }
}

const unusable =
  (path: string) =>
  (error: unknown): never => {
    const reason = error instanceof Mismatch ? error.message : 'its schema threw an error';
    throw new TransformError(unusableMessage(path, undefined, reason), { names: [path] });
  };

const toLeaf = ({ name, raw }: NamedValue, path: string): Leaf => {
  const relative = path === '/' ? name.slice(1) : name.slice(path.length + 1);
  const isList = raw.type === 'StringList' && typeof raw.value === 'string';
  return [relative, isList ? splitList(raw.value) : raw.value];
};
