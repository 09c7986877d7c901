import { Inject, type Abstract } from '@nestjs/common';
import { groupToken } from '../binding/group.providers.js';
import type { SsmParameterGroup } from '../cache/ssm-parameter-group.js';

/**
 * The token of a registered group, for `inject: []` and for overriding it in tests.
 *
 * @param name the name of a registered group
 *
 * @example
 * ```ts
 * { provide: 'POOL', inject: [getSsmGroupToken('database')], useFactory: (group: SsmParameterGroup) => … }
 * ```
 *
 * @publicApi
 */
export const getSsmGroupToken = (name: string): Abstract<SsmParameterGroup> => groupToken(name);

/**
 * Injects a registered group.
 *
 * @param name the name of a registered group
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
