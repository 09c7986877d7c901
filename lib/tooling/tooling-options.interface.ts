/**
 * How the tools read an application.
 *
 * @example
 * ```ts
 * await describeDeclarations(AppModule, { basePath: '/prod', secretPrefix: 'prod/', warn: console.warn });
 * ```
 *
 * @publicApi
 */
export interface DescribeOptions {
  /**
   * The base path of parameters, in place of the one that the module has.
   *
   * @default the base path of `forRoot()`; none for `forRootAsync()`, whose options are not known here
   */
  readonly basePath?: string | undefined;

  /**
   * The prefix of secrets' names, in place of the one that the module has.
   *
   * @default as for `basePath`
   */
  readonly secretPrefix?: string | undefined;

  /**
   * Learns what could not be found out, such as the options of `forRootAsync()`, and what a check waits for.
   *
   * @default ignored
   */
  readonly warn?: ((message: string) => void) | undefined;
}

/**
 * How declarations are checked.
 *
 * @example
 * ```ts
 * await checkDeclarations(AppModule, { timeout: 30, against: 'local' });
 * ```
 *
 * @publicApi
 */
export interface CheckOptions extends DescribeOptions {
  /**
   * How long the check may take while AWS throttles or fails, in seconds. `0` tries once.
   *
   * @default `preloadTimeout` of the module
   */
  readonly timeout?: number | undefined;

  /**
   * A JSON file of parameters and secrets, which is asked in place of AWS.
   *
   * @default none
   * @see https://github.com/nestjs-ssm-cache/nestjs-ssm-cache/blob/main/docs/start/local-development.md
   */
  readonly against?: string | undefined;
}
