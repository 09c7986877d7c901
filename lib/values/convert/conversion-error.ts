/** Why a value does not fit what was declared. The reason never quotes the value. */
export class ConversionError extends Error {
  /** @param paths where in the value it does not fit, as far as a schema tells; of a tree, the levels of the names */
  constructor(
    reason: string,
    readonly paths: readonly (readonly string[])[] = [],
  ) {
    super(reason);
  }
}
