import type { IamPolicy, IamStatement } from '../../tooling/iam/iam-policy.interface.js';
import { quoted } from './quoted.js';

/**
 * A policy as statements of the AWS CDK: `for (const statement of ssmCacheStatements) role.addToPrincipalPolicy(statement)`.
 *
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_iam.PolicyStatement.html
 */
export const asCdk = ({ Statement }: IamPolicy): string =>
  [
    "import { PolicyStatement } from 'aws-cdk-lib/aws-iam';",
    '',
    'export const ssmCacheStatements = [',
    ...Statement.map(statement),
    '];',
  ].join('\n');

const statement = ({ Action, Resource, Condition }: IamStatement): string =>
  indented(
    [
      'new PolicyStatement({',
      `  actions: [${quoted(Action)}],`,
      `  resources: ${list(Resource)},`,
      ...(Condition === undefined ? [] : [`  conditions: ${json(Condition)},`]),
      '}),',
    ].join('\n'),
  );

const list = (values: string | readonly string[]): string => {
  const texts = [values].flat().map((value) => quoted(value));
  return texts.length === 1 ? `[${texts.join()}]` : `[\n${texts.map((one) => `    ${one},\n`).join('')}  ]`;
};

const json = (value: object): string => JSON.stringify(value, undefined, 2).replaceAll('\n', '\n  ');

const indented = (text: string): string => text.replaceAll(/^/gm, '  ');
