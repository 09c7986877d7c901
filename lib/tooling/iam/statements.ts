import type { Grants } from './grants.js';
import type { IamStatement } from './iam-policy.interface.js';
import { decryptStatements } from './decrypt-statements.js';
import { oneOrMore } from './one-or-more.js';

/** The statements of the actions in the order in which they are called. */
const ORDER = [
  'ssm:GetParameters',
  'ssm:GetParametersByPath',
  'secretsmanager:GetSecretValue',
  'secretsmanager:BatchGetSecretValue',
  'sqs:ReceiveMessage',
  'sqs:DeleteMessage',
  'sts:AssumeRole',
];

/** One statement for each action, and those for the keys of the application's own. */
export const statementsOf = (grants: Grants, kmsKeys: readonly string[]): readonly IamStatement[] => [
  ...[...grants]
    .toSorted(([one], [other]) => ORDER.indexOf(one) - ORDER.indexOf(other))
    .map(([action, resources]) => allow(action, resources)),
  ...decryptStatements(grants, kmsKeys),
];

const allow = (Action: string, resources: readonly string[]): IamStatement => ({
  Effect: 'Allow',
  Action,
  Resource: oneOrMore(resources),
});
