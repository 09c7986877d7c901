import { SSMClient } from '@aws-sdk/client-ssm';
import type { StandaloneSsmCacheOptions } from 'nestjs-ssm-cache';
import type { HeldAws } from './held-aws.js';

/** A place where a call can hang. */
export interface Hang {
  readonly where: string;
  /** The options of a cache that meets it. */
  readonly options?: (world: HeldAws) => StandaloneSsmCacheOptions;
  readonly begin?: (world: HeldAws) => void;
}

/** Hangs the first time, and answers from then on. */
const onceHung = <T>(answer: T): (() => Promise<T>) => {
  let isFirst = true;
  return () => {
    if (!isFirst) return Promise.resolve(answer);
    isFirst = false;
    return new Promise(() => undefined);
  };
};

/** An SDK client that is never told that nobody waits any longer. */
export const deafClient = ({ aws, clients }: HeldAws): StandaloneSsmCacheOptions => {
  const client = new SSMClient(aws.clientConfig());
  clients.push(client);
  return { ssmClient: { send: (command: never) => client.send(command) } };
};

export const HANGS: readonly Hang[] = [
  { where: 'before the answer', begin: ({ aws }) => aws.faults.always('no-answer') },
  { where: 'inside the body', begin: ({ aws }) => aws.faults.always('stall-inside-body') },
  {
    where: 'in the back-off of the SDK',
    begin: ({ aws }) => aws.faults.always({ fault: 'throttling', retryAfter: 3 }),
  },
  {
    where: 'in a client that ignores the abort signal',
    options: deafClient,
    begin: ({ aws }) => aws.faults.always('no-answer'),
  },
  {
    where: 'in what provides the credentials',
    options: ({ aws }) => {
      const client = aws.clientConfig();
      return { ssm: { ...client, credentials: onceHung(client.credentials) } };
    },
  },
  {
    where: 'in what provides the region',
    options: ({ aws }) => ({ ssm: { ...aws.clientConfig(), region: onceHung('eu-west-1') } }),
  },
];
