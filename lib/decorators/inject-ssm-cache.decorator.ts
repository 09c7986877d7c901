import { Inject, type Abstract } from '@nestjs/common';
import { CACHE_TOKEN } from '../binding/binding.constants.js';
import type { SsmCache } from '../cache/ssm-cache.js';

/**
 * The token of the cache, for `inject: []` and for overriding it in tests. The ESM and the CommonJS copy of the package
 * share it, while each of them has a class `SsmCache` of its own.
 *
 * @example
 * ```ts
 * { provide: 'POOL', inject: [getSsmCacheToken()], useFactory: (cache: SsmCache) => … }
 * ```
 *
 * @publicApi
 */
export const getSsmCacheToken = (): Abstract<SsmCache> => CACHE_TOKEN;

/**
 * Injects the cache, as the type `SsmCache` does in an application. For libraries: the application may load the other copy
 * of the package, ESM or CommonJS, than the library.
 *
 * @example
 * ```ts
 * constructor(@InjectSsmCache() private readonly cache: SsmCache) {}
 * ```
 *
 * @publicApi
 */
export const InjectSsmCache = (): ParameterDecorator & PropertyDecorator => Inject(CACHE_TOKEN);
