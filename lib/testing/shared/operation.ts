import type { StructureShape } from './input-shape.js';

/** One operation of a service: what it accepts and what it does with it. */
export interface Operation {
  readonly input: StructureShape;
  /**
   * Its input has been checked against the shape: an operation says of which type it then is. One that waits ends when
   * `abortSignal` is aborted.
   */
  readonly handle: (input: any, abortSignal?: AbortSignal) => object | Promise<object>;
}

export type Operations = Readonly<Record<string, Operation>>;

export function operation(input: StructureShape, handle: Operation['handle']): Operation {
  return { input, handle };
}
