/**
 * The names that AWS has, as `npx nestjs-ssm-cache types` writes them into a declaration file of the application: `parameters`,
 * `secrets` and `paths`, each by its name with its kind. Decorators and handles then refuse a literal name that is not among them.
 * Without that file every text is a name.
 *
 * @example
 * ```sh
 * npx nestjs-ssm-cache types dist/app.module.js
 * ```
 *
 * @publicApi
 */
export interface SsmNames {}
