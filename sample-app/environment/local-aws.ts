import { startLocalAws, type LocalAwsEvents } from 'nestjs-ssm-cache/testing';
import { DATABASE_SECRET, SIGNING_SECRET } from './names.js';
import type { AwsConfig, DatabaseCredentials } from './sample-environment.interface.js';
import { databaseParameters, DEFAULT_SETTINGS, newSigningKey } from './values.js';

interface SeededAws {
  config: AwsConfig;
  /** What it sends of changes, if that is wanted. */
  events?: LocalAwsEvents;
  calls: () => Record<string, number>;
  secretReads: () => number;
  close: () => Promise<void>;
}

/** A local AWS behind a real port, with everything in it that the service reads. */
export async function startSeededAws(
  database: URL,
  credentials: DatabaseCredentials,
  sendsEvents: boolean,
): Promise<SeededAws> {
  const aws = await startLocalAws({
    events: sendsEvents,
    parameters: { ...databaseParameters(database), ...DEFAULT_SETTINGS },
    secrets: { [DATABASE_SECRET]: JSON.stringify(credentials), [SIGNING_SECRET]: newSigningKey() },
  });
  return {
    config: aws.clientConfig(),
    events: sendsEvents ? aws.events : undefined,
    // The polling of the queue goes on and on, whatever the service reads.
    calls: () => countByOperation(aws.calls.filter(({ service }) => service !== 'sqs')),
    secretReads: () => aws.callsOf('GetSecretValue').filter(isOfDatabase).length,
    close: () => aws.close(),
  };
}

const isOfDatabase = ({ input }: { readonly input: unknown }): boolean =>
  (input as { readonly SecretId?: string }).SecretId === DATABASE_SECRET;

function countByOperation(calls: readonly { operation: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { operation } of calls) counts[operation] = (counts[operation] ?? 0) + 1;
  return counts;
}
