export { getSsmGroupToken, InjectSsmGroup } from './inject-ssm-group.decorator.js';
export type { ParameterProperty, SecretProperty, TreeProperty } from './bound-property.types.js';
export { IsRetry } from './is-retry.decorator.js';
export { RefreshOnError } from './refresh-on-error.decorator.js';
export { SsmParam, type SsmParamOptions } from './ssm-param.decorator.js';
export { SsmParams, type SsmParamsOptions } from './ssm-params.decorator.js';
export { SsmSecret, type SsmSecretOptions } from './ssm-secret.decorator.js';
