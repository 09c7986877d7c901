import { checkIsCalled } from '../binding/decorated-place.js';
import { declareProperty } from '../binding/declare-property.js';
import type { Documented } from '../options/documented.types.js';
import type { FitName, Suggested } from '../options/known-name.types.js';
import type { PropertyOptions } from '../binding/declarations.interface.js';
import type { SecretOptions } from '../options/value-options.interface.js';
import type { TransformInPlace } from '../values/transform.interface.js';
import type { ValueProperty } from './bound-property.types.js';

/**
 * Options of `@SsmSecret()`.
 *
 * @publicApi
 */
export type SsmSecretOptions<T = unknown> = PropertyOptions<SecretOptions<T>>;

/**
 * Binds a property to a secret of Secrets Manager. It is read as `@SsmParam()` properties are: the last known value at
 * once, a `Promise` for a value that is fresh at that time, or `SecretsManagerParameter<T>` for the handle.
 *
 * @param id a name, or a full or partial ARN; or a function that returns it, called once when the property is bound; no base
 * path is put before it
 * @param options `key` (a field of a JSON secret), `versionStage`, `versionId` or `versions`, `secretPrefix`, freshness, `transform`, `default`,
 * `optional`, `group`, `preload`
 * @throws `OptionRangeError`, `InvalidParameterError` (no name), `InvalidDeclarationError`, at decoration; at start-up a `PreloadError`
 *
 * @example
 * ```ts
 * @Injectable()
 * export class OrdersRepository {
 *   @SsmSecret('prod/db', { key: 'password' }) private readonly password!: string;
 * }
 * ```
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 * @publicApi
 */
export const SsmSecret = <
  const Options extends SsmSecretOptions = {},
  const Name extends Suggested<'secrets'> = Suggested<'secrets'>,
>(
  id: Name & FitName<Name, 'secrets', Options>,
  options?: Options & TransformInPlace & Documented<SsmSecretOptions>,
): ValueProperty<Options, 'secret'> => {
  checkIsCalled('@SsmSecret', id, options);
  return (target, propertyKey, ...place: readonly unknown[]) =>
    declareProperty(
      target,
      propertyKey,
      {
        kind: 'secret',
        name: id,
        options: options === undefined ? {} : options,
      },
      place,
    );
};
