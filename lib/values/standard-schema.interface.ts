/**
 * A schema of any library that follows Standard Schema, such as Zod, Valibot, ArkType or Joi.
 *
 * @see https://standardschema.dev
 * @publicApi
 */
export interface StandardSchema<Output = unknown> {
  /** What the specification asks for: `validate()` makes a value or names issues, `types` tells the compiler which. */
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
  };
}

/**
 * What a schema makes of a value, or why it makes nothing of it.
 *
 * @publicApi
 */
export type SchemaResult<Output> =
  { readonly value: Output; readonly issues?: undefined } | { readonly issues: readonly SchemaIssue[] };

/**
 * One reason why a value does not fit a schema.
 *
 * @publicApi
 */
export interface SchemaIssue {
  /** What the library says. Where it quotes the value, it is shortened before it is logged or thrown. */
  readonly message: string;
  /** Where in the value the issue is, from the outside in; absent for the value itself. */
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/**
 * The type of what a schema makes of a value; of a class, its instance.
 *
 * @publicApi
 */
export type SchemaOutput<Schema> = Schema extends {
  readonly '~standard': { readonly types?: { readonly output: infer Output } | undefined };
}
  ? Output
  : Schema extends new () => infer Instance
    ? Instance
    : unknown;
