export { checkDeclarations } from './check-declarations.js';
export { describeDeclarations } from './describe-declarations.js';
export { iamPolicy } from './iam/iam-policy.js';
export type { IamClient, IamPolicy, IamPolicyOptions, IamStatement } from './iam/iam-policy.interface.js';
export type { SsmCheck, SsmCheckReport, SsmCheckStatus } from './ssm-check.interface.js';
export type { SsmDeclaration } from './ssm-declaration.interface.js';
export type { CheckOptions, DescribeOptions } from './tooling-options.interface.js';
/** @internal */
export { namesOf, type NamesFile, type NamesOptions } from './names-of.js';
/** @internal */
export { serveLocalFile } from './serve-local-file.js';
