import { deepFreeze } from '../data/plain-data.js';
import { ReadOnlyMap } from '../data/read-only-map.js';

/**
 * How the parameters under a path are handed out: as nested objects (`'tree'`), or by their names relative to the path
 * in an object (`'record'`) or a map (`'map'`).
 *
 * @publicApi
 */
export type TreeShape = 'tree' | 'record' | 'map';

/** A value and its name relative to the path: `db/host`. */
export type Leaf = readonly [name: string, value: unknown];

type Node = Map<string, unknown>;

/** The key of a value whose name is also that of a level: of `/a` where there is `/a/b`. */
export const OWN_VALUE = '';

const shapes: Readonly<Record<TreeShape, (leaves: readonly Leaf[]) => unknown>> = {
  // `Object.fromEntries` defines its properties, so that `__proto__` is a name like any other.
  tree: (leaves) => deepFreeze(toObject(toNode(leaves))),
  record: (leaves) => deepFreeze(Object.fromEntries(leaves)),
  map: (leaves) => new ReadOnlyMap(leaves),
};

export const isTreeShape = (shape: unknown): shape is TreeShape =>
  typeof shape === 'string' && Object.hasOwn(shapes, shape);

export const shapeLeaves = (leaves: readonly Leaf[], shape: TreeShape): unknown => shapes[shape](leaves);

const toNode = (leaves: readonly Leaf[]): Node => {
  const root: Node = new Map();
  for (const [name, value] of leaves) {
    const levels = name.split('/');
    const last = levels.pop() as string;
    put(levels.reduce(descend, root), last, value);
  }
  return root;
};

const descend = (node: Node, level: string): Node => {
  const known = node.get(level);
  if (known instanceof Map) return known as Node;
  const child: Node = new Map(node.has(level) ? [[OWN_VALUE, known]] : []);
  node.set(level, child);
  return child;
};

const put = (node: Node, level: string, value: unknown): void => {
  const known = node.get(level);
  if (known instanceof Map) known.set(OWN_VALUE, value);
  else node.set(level, value);
};

const toObject = (node: Node): object =>
  Object.fromEntries(
    Array.from(node, ([level, value]) => [level, value instanceof Map ? toObject(value) : value]),
  );
