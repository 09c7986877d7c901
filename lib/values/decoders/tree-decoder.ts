import type { RawValue } from '../raw-value.js';
import type { Schema } from '../schema-class.interface.js';
import { applyTreeSchema } from './apply-tree-schema.js';
import type { Decoder } from './decoder.interface.js';
import { leavesOf, parametersAt } from './tree-leaves.js';
import { shapeLeaves, type TreeShape } from './tree-shape.js';

/** Reads all the parameters under a path as one. */
export class TreeDecoder implements Decoder<unknown> {
  constructor(
    private readonly shape: TreeShape,
    private readonly schema: Schema | undefined,
  ) {}

  read(raw: RawValue, path: string): unknown {
    const shaped = shapeLeaves(leavesOf(raw, path), this.shape);
    return applyTreeSchema(this.schema, shaped, {
      name: path,
      names: [path],
      valuesAt: (places) => parametersAt(places, raw, path),
    });
  }
}
