import type {
  ParameterOptions,
  SecretOptions,
  SecretsManagerParameter,
  SsmCache,
  SsmParameter,
  SsmParameterGroup,
} from 'nestjs-ssm-cache';
import { declarationOf } from '../../lib/cache/declaration.js';
import { INTERNALS } from '../../lib/runtime/internals.js';

type Holder = Pick<SsmCache, typeof INTERNALS> | Pick<SsmParameterGroup, typeof INTERNALS>;

/** The handle of a parameter that is converted to the type of a property. */
export const declareParameter = <T>(
  holder: Holder,
  name: string,
  options: ParameterOptions<T>,
  type: unknown,
): SsmParameter<T> =>
  holder[INTERNALS].declare({ ...declarationOf('parameter', name, options), type }) as SsmParameter<T>;

/** The same of a secret. */
export const declareSecret = <T>(
  holder: Holder,
  id: string,
  options: SecretOptions<T>,
  type: unknown,
): SecretsManagerParameter<T> =>
  holder[INTERNALS].declare({ ...declarationOf('secret', id, options), type }) as SecretsManagerParameter<T>;
