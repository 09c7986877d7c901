import { OptionRangeError } from '../../errors/index.js';
import { malformedOptionMessage } from '../tooling.messages.js';
import type { IamPolicyOptions } from './iam-policy.interface.js';

const ACCOUNT = /^\d{12}$/;
const REGION = /^[a-z]{2,}(?:-[a-z]+)+-\d+$/;
const PARTITION = /^aws(?:-[a-z]+)*$/;
/** An alias names a key, and cannot be the resource of a statement. */
const KEY = /^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+$/;
const ROLE = /^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/;

/** @throws `OptionRangeError` for what no ARN can be made of */
export const checkPolicyOptions = (options: IamPolicyOptions): void => {
  const { account, region, partition, clients = {}, kmsKeys = [], maxSize } = options;
  check('account', account, ACCOUNT, 'an account of 12 digits');
  if (region !== undefined) check('region', region, REGION, 'a region, such as "eu-west-1"');
  if (partition !== undefined) check('partition', partition, PARTITION, 'a partition, such as "aws-cn"');
  for (const key of kmsKeys) check('kmsKeys', key, KEY, 'ARNs of keys: arn:aws:kms:REGION:ACCOUNT:key/ID');
  for (const [name, client] of Object.entries(clients)) {
    const where = `clients.${name}`;
    if (client.account !== undefined)
      check(`${where}.account`, client.account, ACCOUNT, 'an account of 12 digits');
    if (client.region !== undefined)
      check(`${where}.region`, client.region, REGION, 'a region, such as "eu-west-1"');
    if (client.role !== undefined) check(`${where}.role`, client.role, ROLE, 'the ARN of a role');
  }
  if (maxSize !== undefined && !(maxSize > 0))
    throw new OptionRangeError(malformedOptionMessage('maxSize', maxSize, 'a number of characters'));
};

const check = (option: string, given: unknown, pattern: RegExp, wanted: string): void => {
  if (typeof given === 'string' && pattern.test(given)) return;
  throw new OptionRangeError(malformedOptionMessage(option, given, wanted));
};
