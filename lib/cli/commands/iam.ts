import type { IamClient, IamPolicy, IamPolicyOptions } from '../../tooling/iam/iam-policy.interface.js';
import type { SsmDeclaration } from '../../tooling/ssm-declaration.interface.js';
import { APPLICATION_OPTIONS, FILE_NOTE, HELP, JSON_OUTPUT, UNSEEN_NOTE } from '../common-options.js';
import type { Command, CommandInput } from '../command.interface.js';
import { describedIn } from '../described-in.js';
import { asCdk } from '../output/cdk.js';
import { asTerraform } from '../output/terraform.js';
import { UsageError } from '../usage.error.js';

const FORMATS: Readonly<Record<string, (policy: IamPolicy) => string>> = {
  json: (policy) => JSON.stringify(policy, undefined, 2),
  terraform: asTerraform,
  cdk: asCdk,
};

export const iam: Command = {
  name: 'iam',
  summary: 'the least IAM policy for what the application declares',
  usage: 'FILE --account ACCOUNT [options]',
  options: {
    account: { type: 'string', value: 'ACCOUNT', help: 'the account, 12 digits' },
    region: { type: 'string', value: 'REGION', help: 'the region, by default AWS_REGION' },
    partition: { type: 'string', value: 'NAME', help: 'the partition, by default that of the region' },
    client: {
      type: 'string',
      multiple: true,
      value: 'NAME=WHERE',
      help: 'where a further client reads: an account, a region, ACCOUNT:REGION, or the ARN of the role that it assumes',
    },
    for: { type: 'string', value: 'NAME', help: 'the policy of the role that this client assumes' },
    'kms-key': {
      type: 'string',
      multiple: true,
      value: 'ARN',
      help: 'a key of your own that values are encrypted with',
    },
    'no-batch': { type: 'boolean', help: 'without secretsmanager:BatchGetSecretValue' },
    format: { type: 'string', value: 'FORMAT', help: 'json, terraform or cdk; by default json' },
    wildcards: { type: 'boolean', help: 'merge names by their paths, as far as the policy is too large' },
    'max-size': {
      type: 'string',
      value: 'NUMBER',
      help: 'the characters that the policy may have, by default 6144',
    },
    ...APPLICATION_OPTIONS,
    json: { ...JSON_OUTPUT, help: 'the same as --format json' },
    help: HELP,
  },
  notes: [
    FILE_NOTE,
    'AWS takes 6,144 characters in a managed policy, and 10,240 in the inline policies of a role.',
    UNSEEN_NOTE,
  ],
  async run(input, { print, warn }) {
    const format = formatIn(input);
    const clients = clientsIn(input);
    const { declarations, tooling } = await describedIn(input, warn);
    const chosen = input.text('for');
    const policy = tooling.iamPolicy(
      chosen === undefined ? declarations : declaredFor(chosen, declarations),
      policyOptions(input, clients, chosen),
    );
    print(format(policy));
    for (const name of chosen === undefined ? assuming(clients, declarations) : []) {
      warn(`What the client "${name}" reads is up to the role that it assumes. Its policy: --for ${name}`);
    }
    return 0;
  },
};

const formatIn = ({ text }: CommandInput): ((policy: IamPolicy) => string) => {
  const name = text('format') ?? 'json';
  const format = Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
  if (format !== undefined) return format;
  throw new UsageError(`There is no format "${name}". There are ${Object.keys(FORMATS).join(', ')}.`);
};

type Clients = Readonly<Record<string, IamClient>>;

const clientsIn = ({ texts }: CommandInput): Clients =>
  Object.fromEntries(
    texts('client').map((given) => {
      const [, name, where] = /^([^=]+)=(.+)$/s.exec(given) ?? [];
      if (name === undefined || where === undefined)
        throw new UsageError(
          `--client has to be NAME=WHERE, such as payments=210987654321:eu-west-1, not "${given}".`,
        );
      return [name, clientAt(where)];
    }),
  );

const clientAt = (where: string): IamClient => {
  if (where.startsWith('arn:')) return { role: where };
  const parts = where.split(':');
  const account = parts.find((part) => /^\d+$/.test(part));
  const region = parts.find((part) => part !== account);
  return { ...(account !== undefined && { account }), ...(region !== undefined && { region }) };
};

const declaredFor = (client: string, declarations: readonly SsmDeclaration[]): readonly SsmDeclaration[] => {
  const own = declarations.filter((declaration) => declaration.client === client);
  if (own.length > 0) return own;
  const known = [...new Set(declarations.map((declaration) => declaration.client))];
  throw new UsageError(`Nothing is read by a client "${client}". The clients are ${known.join(', ')}.`);
};

const policyOptions = (
  { flag, text, texts }: CommandInput,
  clients: Clients,
  chosen: string | undefined,
): IamPolicyOptions => {
  const { role, account: there } = clients[chosen ?? ''] ?? {};
  const account = role?.split(':')[4] ?? there ?? text('account');
  if (account === undefined) throw new UsageError('Say which account it is, with --account.');
  const region = text('region') ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
  const partition = text('partition');
  const maxSize = text('max-size');
  return {
    account,
    ...(region !== undefined && { region }),
    ...(partition !== undefined && { partition }),
    ...(maxSize !== undefined && { maxSize: sizeIn(maxSize) }),
    clients: role === undefined ? clients : {},
    kmsKeys: texts('kms-key'),
    batch: !flag('no-batch'),
    wildcards: flag('wildcards'),
  };
};

const sizeIn = (given: string): number => {
  if (/^\d+$/.test(given)) return Number(given);
  throw new UsageError(`--max-size has to be a number of characters, not "${given}".`);
};

/** The clients that assume a role, and read something. */
const assuming = (clients: Clients, declarations: readonly SsmDeclaration[]): readonly string[] =>
  Object.keys(clients).filter(
    (name) => clients[name]?.role !== undefined && declarations.some(({ client }) => client === name),
  );
