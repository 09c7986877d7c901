import * as secretsManagerSdk from '@aws-sdk/client-secrets-manager';
import * as ssmSdk from '@aws-sdk/client-ssm';
import type {
  InMemoryParameterStore,
  InMemorySecretsManager,
  InMemoryService,
} from 'nestjs-ssm-cache/testing';

/** A policy as IAM takes it, as far as the pages use it. */
export interface Policy {
  readonly Version: string;
  readonly Statement: readonly Statement[];
}

export interface Statement {
  readonly Effect: 'Allow';
  readonly Action: string;
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** Every action of a service that there is a command for. */
const actionsOf = (service: string, sdk: object): readonly string[] =>
  Object.keys(sdk)
    .filter((name) => name.endsWith('Command') && name !== '$Command')
    .map((name) => `${service}:${name.replace(/Command$/, '')}`);

const SSM_ACTIONS = actionsOf('ssm', ssmSdk);
const SECRET_ACTIONS = actionsOf('secretsmanager', secretsManagerSdk);

/**
 * Denies the two services everything but what `policy` allows.
 *
 * @param encrypted the ARNs of what is encrypted with a key of one's own
 */
export const applyPolicy = (
  policy: Policy,
  parameterStore: InMemoryParameterStore,
  secretsManager: InMemorySecretsManager,
  encrypted: readonly string[] = [],
): void => {
  denyAllBut(policy, parameterStore, SSM_ACTIONS);
  denyAllBut(policy, secretsManager, SECRET_ACTIONS);
  for (const [name, service] of Object.entries({ ssm: parameterStore, secretsmanager: secretsManager })) {
    const arns = encrypted.filter((arn) => arn.includes(`:${name}:`));
    const fitting = policy.Statement.filter((statement) =>
      arns.every((arn) => meetsConditions(statement, decryption(name, arn))),
    );
    // The keys of AWS are open to the account by their own policy.
    const allowed = [...patternsFor({ ...policy, Statement: fitting }, 'kms:Decrypt'), 'alias/aws/.*'];
    service.deny({ action: 'kms:Decrypt', resource: allBut(allowed) });
  }
};

type Context = Readonly<Record<string, string>>;

/** What the service tells KMS of a value that it has decrypted. */
const decryption = (service: string, arn: string): Context => ({
  'kms:ViaService': `${service}.${arn.split(':')[3]}.amazonaws.com`,
  [`kms:EncryptionContext:${service === 'ssm' ? 'PARAMETER_ARN' : 'SecretARN'}`]: arn,
});

/** As IAM has it: all the keys of a condition have to be met, each by one of its values. */
const meetsConditions = ({ Condition = {} }: Statement, context: Context): boolean =>
  Object.entries(Condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) =>
      [values].flat().some((value) => meets(operator, value, context[key])),
    ),
  );

const meets = (operator: string, value: string, actual: string | undefined): boolean => {
  if (actual === undefined) return false;
  if (operator === 'StringEquals') return actual === value;
  if (operator === 'StringLike') return new RegExp(`^${toPattern(value)}$`).test(actual);
  throw new Error(`No test knows the operator ${operator}.`);
};

/** The policy without one of its actions. */
export const without = (policy: Policy, action: string): Policy => ({
  ...policy,
  Statement: policy.Statement.filter(({ Action }) => Action !== action),
});

/** The policy with an action allowed for other things than those documented. */
export const elsewhere = (policy: Policy, action: string): Policy => ({
  ...policy,
  Statement: policy.Statement.map((statement) => {
    if (statement.Action !== action) return statement;
    return {
      ...statement,
      Resource: resourcesOf(statement).map((resource) => resource.replace('prod', 'test')),
    };
  }),
});

export const resourcesOf = ({ Resource }: Statement): readonly string[] =>
  typeof Resource === 'string' ? [Resource] : Resource;

const denyAllBut = (policy: Policy, service: InMemoryService, actions: readonly string[]): void => {
  for (const action of actions) {
    const patterns = patternsFor(policy, action);
    if (patterns.length === 0) service.deny({ action });
    else service.deny({ action, resource: allBut(patterns) });
  }
};

/** What the resources of an action look like, as ARNs and by the names in them. */
const patternsFor = ({ Statement: statements }: Policy, action: string): readonly string[] =>
  statements
    .filter(({ Action }) => Action === action)
    .flatMap(resourcesOf)
    .flatMap((arn) => [arn, nameIn(arn)])
    .map(toPattern);

/** Secrets Manager puts a hyphen and six characters behind the name. */
const nameIn = (arn: string): string =>
  arn.replace(/^arn:.*:(?:parameter|secret:)/, '').replace(/-\?{6}$/, '');

const toPattern = (resource: string): string =>
  resource
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');

/** A slash at the end of a path makes no difference. */
const allBut = (patterns: readonly string[]): RegExp => new RegExp(`^(?!(?:${patterns.join('|')})/?$)`);
