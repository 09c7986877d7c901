import type { InvalidParameterError } from '../errors/index.js';
import { isTree, type NamedValue, type RawValue } from './raw-value.interface.js';
import { splitList } from './to-list.js';
import { shapeLeaves, type Leaf, type TreeShape } from './tree-shape.js';
import type { ValueReader } from './value-reader.interface.js';

/** Reads all the parameters under a path as one. */
export class TreeValueReader implements ValueReader<unknown> {
  constructor(private readonly shape: TreeShape) {}

  read({ value }: RawValue, path: string): unknown {
    const values = isTree(value) ? value : [];
    return shapeLeaves(
      values.map((named) => toLeaf(named, path)),
      this.shape,
    );
  }

  readAbsent(error: InvalidParameterError): never {
    throw error;
  }
}

const toLeaf = ({ name, raw }: NamedValue, path: string): Leaf => {
  const relative = path === '/' ? name.slice(1) : name.slice(path.length + 1);
  const isList = raw.type === 'StringList' && typeof raw.value === 'string';
  return [relative, isList ? splitList(raw.value) : raw.value];
};
