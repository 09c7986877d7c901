export { getSsmGroupToken, InjectSsmGroup } from './inject-ssm-group.decorator.js';
export type { TreeProperty, ValueProperty } from './bound-property.types.js';
export { IsRetry } from './is-retry.decorator.js';
export type { RecoveringMethod } from './recovering-method.types.js';
export { RefreshOnError } from './refresh-on-error.decorator.js';
export { SsmParam, type SsmParamOptions } from './ssm-param.decorator.js';
export { SsmParams, type SsmParamsOptions } from './ssm-params.decorator.js';
export { SsmSecret, type SsmSecretOptions } from './ssm-secret.decorator.js';
