import { Inject } from '@nestjs/common';
import { groupToken } from '../binding/group.providers.js';

/**
 * The token of a registered group, for `inject: []` and for overriding it in tests.
 *
 * @example
 * ```ts
 * { provide: 'POOL', inject: [getSsmGroupToken('database')], useFactory: (group: SsmParameterGroup) => … }
 * ```
 *
 * @publicApi
 */
export const getSsmGroupToken = (name: string): string => groupToken(name);

/**
 * Injects a registered group.
 *
 * @example
 * ```ts
 * constructor(@InjectSsmGroup('database') private readonly database: SsmParameterGroup) {}
 * ```
 *
 * @publicApi
 */
export const InjectSsmGroup = (name: string): ParameterDecorator & PropertyDecorator =>
  Inject(groupToken(name));
