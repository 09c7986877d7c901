/**
 * A parameter on a developer's machine: a text, or a list for a StringList. A number, a flag or an object is kept as its
 * JSON text.
 *
 * @publicApi
 */
export type SsmLocalParameter =
  string | number | boolean | readonly string[] | Readonly<Record<string, unknown>>;

/**
 * A secret on a developer's machine: a text, or an object or a list that is kept as JSON.
 *
 * @publicApi
 */
export type SsmLocalSecret = string | readonly unknown[] | Readonly<Record<string, unknown>>;

/**
 * Values for a machine without AWS: the same declarations, transforms and schemas, and no client.
 *
 * A value is looked for in the environment, then in `parameters` and `secrets`, then in the file, then at AWS if
 * `fallThrough` is set.
 *
 * @example
 * ```ts
 * SsmCacheModule.forRoot({
 *   basePath: '/dev/shop',
 *   local: process.env.NODE_ENV === 'production' ? undefined : { file: 'aws.local.json', fallThrough: true },
 * });
 * ```
 *
 * @publicApi
 */
export interface SsmLocalOptions {
  /**
   * A JSON file `{ "parameters": { "/dev/shop/host": "localhost" }, "secrets": { "dev/db": { "password": "x" } } }`, with
   * whole names. A relative path starts at the working directory.
   *
   * @default none
   */
  file?: string;

  /**
   * Parameters by their whole name. They take precedence over those of the file.
   *
   * @default none
   *
   * @example
   * ```ts
   * new SsmCache({ local: { parameters: { '/host': 'localhost' }, secrets: { 'prod/db': { password: 'p' } }, watch: false } });
   * ```
   */
  parameters?: Readonly<Record<string, SsmLocalParameter>>;

  /**
   * Secrets by their whole name. They take precedence over those of the file.
   *
   * @default none
   *
   * @example
   * ```ts
   * new SsmCache({ local: { secrets: { 'prod/db': { password: 'p' } } } });
   * ```
   */
  secrets?: Readonly<Record<string, SsmLocalSecret>>;

  /**
   * Whether variables of the environment take precedence over the file: with the prefix `SSM_`, the parameter `/db/host`
   * under the base path is `SSM_DB_HOST`, and the field `password` of the secret `prod/db` is `SSM_PROD_DB_PASSWORD`.
   *
   * @default true
   */
  env?: boolean | { readonly prefix: string };

  /**
   * If "true", a name that is not here is asked for at AWS.
   *
   * @default false
   */
  fallThrough?: boolean;

  /**
   * Whether a saved file is a change: its new values are read, and `onChange()` and `changes$` tell of them.
   *
   * @default true
   *
   * @example
   * ```ts
   * new SsmCache({ local: { file: 'aws.local.json', watch: false } });
   * ```
   */
  watch?: boolean;
}
