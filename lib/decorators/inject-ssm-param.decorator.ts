import type { Abstract } from '@nestjs/common';
import type { SsmParameter } from '../cache/ssm-parameter.js';
import { checkIsCalled } from '../binding/decorated-place.js';
import { handleToken, injectHandle } from '../binding/inject-handle.js';
import type { FitKnown } from '../cache/handle-value.types.js';
import type { FitName, Suggested } from '../options/known-name.types.js';
import type { SsmName } from '../options/name.js';
import type { TransformInPlace } from '../values/transform.interface.js';
import type { SsmParamOptions } from './ssm-param.decorator.js';

/**
 * The token of a parameter's handle, for `inject: []` and for doubles in tests. What has it injected declares the
 * parameter: it is loaded before.
 *
 * @param name as for `@SsmParam()`
 * @param options as for `@SsmParam()`; other options give another token
 * @throws `OptionRangeError`, `InvalidPathError`, `InvalidParameterError` (no name), `InvalidDeclarationError`
 *
 * @example
 * ```ts
 * { provide: 'POOL', inject: [getSsmParamToken('/db/host')], useFactory: (host: SsmParameter) => new Pool({ host: host.value }) }
 * ```
 *
 * @publicApi
 */
export const getSsmParamToken = (name: SsmName, options: SsmParamOptions = {}): Abstract<SsmParameter<any>> =>
  handleToken({ kind: 'parameter', name, options }, 'getSsmParamToken()') as Abstract<SsmParameter<any>>;

/**
 * Injects the handle of a parameter into a constructor. The parameter is loaded before the instance is made, so that the
 * constructor may read it, and is preloaded together with what properties declare.
 *
 * @param name as for `@SsmParam()`
 * @param options as for `@SsmParam()`; the value is text unless `type`, `transform` or `schema` says otherwise
 * @throws `OptionRangeError`, `InvalidPathError`, `InvalidParameterError` (no name), `InvalidDeclarationError`,
 * at decoration; at start-up a `PreloadError`
 *
 * @example
 * ```ts
 * @Injectable()
 * export class MailClient extends Client {
 *   constructor(@InjectSsmParam('/mail/host') host: SsmParameter) {
 *     super({ host: host.value });
 *   }
 * }
 * ```
 *
 * @publicApi
 */
export const InjectSsmParam = <
  const Options extends SsmParamOptions = {},
  const Name extends Suggested<'parameters'> = Suggested<'parameters'>,
>(
  name: Name & FitName<Name, 'parameters', Options>,
  options?: Options & TransformInPlace & FitKnown<Options, SsmParamOptions>,
): ParameterDecorator & PropertyDecorator => {
  checkIsCalled('@InjectSsmParam', name, options);
  return injectHandle('@InjectSsmParam', {
    kind: 'parameter',
    name,
    options: options === undefined ? {} : options,
  });
};
