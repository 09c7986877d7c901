export { describeDeclarations } from './describe-declarations.js';
export type { SsmDeclaration } from './ssm-declaration.interface.js';
export type { CheckOptions, DescribeOptions } from './tooling-options.interface.js';
