/**
 * A schema of any library that follows Standard Schema, such as Zod, Valibot, ArkType or Joi.
 *
 * @see https://standardschema.dev
 * @publicApi
 */
export interface StandardSchema<Output = unknown> {
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
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/**
 * The type of what a schema makes of a value.
 *
 * @publicApi
 */
export type SchemaOutput<Schema> = Schema extends {
  readonly '~standard': { readonly types?: { readonly output: infer Output } | undefined };
}
  ? Output
  : unknown;
