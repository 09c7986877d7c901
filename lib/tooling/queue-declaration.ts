import { regionOfQueue } from '../change/queue/region-of-queue.js';
import type { SsmCacheModuleOptions } from '../options/ssm-cache-options.interface.js';
import { DEFAULT_CLIENT } from '../sources/source.interface.js';
import { partitionOf } from './iam/partition-of.js';
import type { SsmDeclaration } from './ssm-declaration.interface.js';

/** What is called on a queue; deleting several messages at once needs no further action. */
const ACTIONS = ['sqs:ReceiveMessage', 'sqs:DeleteMessage'];

/** The account and the name at the end of a queue's URL. */
const PATH = /\/(\d{12})\/([\w-]+(?:\.fifo)?)\/?$/;

/** The queue that the module listens to. */
export const queueDeclarations = ({
  events,
  region: ofModule,
}: SsmCacheModuleOptions): readonly SsmDeclaration[] => {
  const url = events?.queueUrl;
  const [, account, name] = PATH.exec(url ?? '') ?? [];
  if (url === undefined || name === undefined) return [];
  const region = regionOfQueue(url) ?? ofModule;
  const resource =
    region === undefined ? name : `arn:${partitionOf(region)}:sqs:${region}:${account}:${name}`;
  return [
    {
      owner: 'SsmCacheModule events.queueUrl',
      source: 'sqs',
      kind: 'queue',
      name,
      version: undefined,
      client: DEFAULT_CLIENT,
      region,
      type: 'unknown',
      optional: true,
      permissions: ACTIONS.map((action) => ({ action, resource })),
    },
  ];
};
