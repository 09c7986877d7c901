import type { StructureShape } from './input-shape.js';

/** One operation of a service: what it accepts and what it does with it. */
export interface Operation {
  readonly input: StructureShape;
  readonly handle: (input: never) => object;
}

export type Operations = Readonly<Record<string, Operation>>;

export function operation<Input>(input: StructureShape, handle: (input: Input) => object): Operation {
  return { input, handle };
}
