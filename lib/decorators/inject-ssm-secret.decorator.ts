import type { Abstract } from '@nestjs/common';
import type { SecretsManagerParameter } from '../cache/secrets-manager-parameter.js';
import { checkIsCalled } from '../binding/decorated-place.js';
import { handleToken, injectHandle } from '../binding/inject-handle.js';
import type { FitKnown } from '../cache/handle-value.types.js';
import type { FitName, Suggested } from '../options/known-name.types.js';
import type { SsmName } from '../options/name.js';
import type { TransformInPlace } from '../values/transform.interface.js';
import type { SsmSecretOptions } from './ssm-secret.decorator.js';

/**
 * The token of a secret's handle, for `inject: []` and for doubles in tests. What has it injected declares the secret: it
 * is loaded before.
 *
 * @param id as for `@SsmSecret()`
 * @param options as for `@SsmSecret()`; other options give another token
 * @throws `OptionRangeError`, `InvalidParameterError` (no name), `InvalidDeclarationError`
 *
 * @example
 * ```ts
 * JwtModule.registerAsync({
 *   inject: [getSsmSecretToken('prod/jwt')],
 *   useFactory: (secret: SecretsManagerParameter) => ({ secret: secret.value }),
 * })
 * ```
 *
 * @publicApi
 */
export const getSsmSecretToken = (
  id: SsmName,
  options: SsmSecretOptions = {},
): Abstract<SecretsManagerParameter<any>> =>
  handleToken({ kind: 'secret', name: id, options }, 'getSsmSecretToken()') as Abstract<
    SecretsManagerParameter<any>
  >;

/**
 * Injects the handle of a secret into a constructor. The secret is loaded before the instance is made, so that the
 * constructor may read it, and is preloaded together with what properties declare.
 *
 * @param id as for `@SsmSecret()`
 * @param options as for `@SsmSecret()`; the value is text unless `type`, `transform` or `schema` says otherwise
 * @throws `OptionRangeError`, `InvalidParameterError` (no name), `InvalidDeclarationError`, at decoration; at start-up a
 * `PreloadError`
 *
 * @example
 * ```ts
 * @Injectable()
 * export class JwtStrategy extends PassportStrategy(Strategy) {
 *   constructor(@InjectSsmSecret('prod/jwt', { maxAge: 60 }) secret: SecretsManagerParameter) {
 *     super({
 *       jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
 *       secretOrKeyProvider: (_request, _token, done) => secret.get().then((key) => done(null, key), done),
 *     });
 *   }
 * }
 * ```
 *
 * @publicApi
 */
export const InjectSsmSecret = <
  const Options extends SsmSecretOptions = {},
  const Name extends Suggested<'secrets'> = Suggested<'secrets'>,
>(
  id: Name & FitName<Name, 'secrets', Options>,
  options?: Options & TransformInPlace & FitKnown<Options, SsmSecretOptions>,
): ParameterDecorator & PropertyDecorator => {
  checkIsCalled('@InjectSsmSecret', id, options);
  return injectHandle('@InjectSsmSecret', {
    kind: 'secret',
    name: id,
    options: options === undefined ? {} : options,
  });
};
