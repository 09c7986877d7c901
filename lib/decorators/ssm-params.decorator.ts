import { checkIsCalled } from '../binding/decorated-place.js';
import { declareProperty } from '../binding/declare-property.js';
import type { Documented } from '../options/documented.types.js';
import type { FitName, Suggested } from '../options/known-name.types.js';
import type { PropertyOptions } from '../binding/declarations.interface.js';
import type { PathOptions } from '../options/path-options.interface.js';
import type { TreeProperty } from './bound-property.types.js';

/**
 * Options of `@SsmParams()`.
 *
 * @publicApi
 */
export type SsmParamsOptions = PropertyOptions<PathOptions>;

/**
 * Binds a property to all the parameters under a path, as one value: every read sees what one listing brought. It is
 * read as `@SsmParam()` properties are: the last known value at once, a `Promise` for a value that is fresh at that time,
 * or `SsmParameterTree<T>` for the handle.
 *
 * @param path begins with `/`; or a function that returns it, called once when the property is bound
 * @param options `recursive` (default `true`), `filters`, `shape` (`'tree'`, `'record'` or `'map'`; default `'tree'`),
 * `schema`, `optional` (the path may be empty), freshness, `group`, `preload`, `basePath`, `withDecryption`
 * @throws `OptionRangeError`, `InvalidPathError`, `InvalidParameterError` (no name), `InvalidDeclarationError`,
 * at decoration; at start-up a `PreloadError`
 *
 * @example
 * ```ts
 * @Injectable()
 * export class Settings {
 *   @SsmParams('/features') readonly features!: { checkout: { express: string } };
 * }
 * ```
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParametersByPath.html
 * @publicApi
 */
export const SsmParams = <
  const Options extends SsmParamsOptions = {},
  const Name extends Suggested<'paths'> = Suggested<'paths'>,
>(
  path: Name & FitName<Name, 'paths', Options>,
  options?: Options & Documented<SsmParamsOptions>,
): TreeProperty<Options> => {
  checkIsCalled('@SsmParams', path, options);
  return (target, propertyKey, ...place: readonly unknown[]) =>
    declareProperty(
      target,
      propertyKey,
      {
        kind: 'path',
        name: path,
        options: options === undefined ? {} : options,
      },
      place,
    );
};
