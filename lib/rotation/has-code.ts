import { errorsWithin, memberOf } from './errors-within.js';

/**
 * Whether an error, or an error that it was made of, has one of `codes` as its `code` or `errno`. It looks through `cause`,
 * `parent`, `original`, `driverError` and `errors`, where ORMs and drivers keep the error of the server.
 *
 * @param codes such as `'28P01'` or `1045`
 * @returns a predicate for `on` of `@RefreshOnError()`
 *
 * @example
 * ```ts
 * @RefreshOnError({ on: hasCode('28P01', 'ECONNREFUSED') })
 * ```
 *
 * @publicApi
 */
export const hasCode = (...codes: readonly (string | number)[]): ((error: unknown) => boolean) => {
  const wanted = new Set<unknown>(codes);
  return (error) =>
    errorsWithin(error).some((inner) =>
      ['code', 'errno'].some((member) => wanted.has(memberOf(inner, member))),
    );
};
