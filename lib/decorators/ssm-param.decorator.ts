import { checkIsCalled } from '../binding/decorated-place.js';
import { declareProperty } from '../binding/declare-property.js';
import type { Documented } from '../options/documented.types.js';
import type { FitName, Suggested } from '../options/known-name.types.js';
import type { PropertyOptions } from '../binding/declarations.interface.js';
import type { ParameterOptions } from '../options/value-options.interface.js';
import type { TransformInPlace } from '../values/transform.interface.js';
import type { ValueProperty } from './bound-property.types.js';

/**
 * Options of `@SsmParam()`.
 *
 * @publicApi
 */
export type SsmParamOptions<T = unknown> = PropertyOptions<ParameterOptions<T>>;

/**
 * Binds a property to a parameter of Parameter Store. The property is always live: a read gives the last known value,
 * and a value that is older than `maxAge` is refreshed in the background. Declared as a `Promise`, a read gives a value
 * that is fresh at that time; declared as `SsmParameter<T>`, the handle.
 *
 * The declared type converts the value: `number`, `boolean`, `string[]` (of a StringList), `Uint8Array` and `Buffer` (of
 * base64 text). A value that cannot be converted keeps the application from starting, and later the last good value in
 * place.
 *
 * @param name a name (`/db/host`), with a version (`/db/host:3`) or a label (`/db/host:live`), or an ARN; or a function
 * that returns it, called once when the property is bound
 * @param options freshness, `transform`, `default`, `optional`, `group`, `preload`, `basePath`, `withDecryption`
 * @throws `OptionRangeError`, `InvalidPathError`, `InvalidParameterError` (no name), `InvalidDeclarationError`,
 * at decoration; at start-up a `PreloadError`
 *
 * @example
 * ```ts
 * @Injectable()
 * export class OrdersRepository {
 *   @SsmParam('/db/host') private readonly host!: string;
 *   @SsmParam('/db/port') private readonly port!: number;
 *   @SsmParam('/db/pool-size', { default: 10 }) private readonly poolSize!: number;
 * }
 * ```
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html
 * @publicApi
 */
export const SsmParam = <
  const Options extends SsmParamOptions = {},
  const Name extends Suggested<'parameters'> = Suggested<'parameters'>,
>(
  name: Name & FitName<Name, 'parameters', Options>,
  options?: Options & TransformInPlace & Documented<SsmParamOptions>,
): ValueProperty<Options> => {
  checkIsCalled('@SsmParam', name, options);
  return (target, propertyKey, ...place: readonly unknown[]) =>
    declareProperty(
      target,
      propertyKey,
      {
        kind: 'parameter',
        name,
        options: options === undefined ? {} : options,
      },
      place,
    );
};
