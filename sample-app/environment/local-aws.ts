import { startLocalAws } from 'nestjs-ssm-cache/testing';
import { BASE_PATH, DATABASE_SECRET } from './names.js';
import type { AwsConfig, DatabaseCredentials } from './sample-environment.interface.js';

interface SeededAws {
  config: AwsConfig;
  calls: () => Record<string, number>;
  close: () => Promise<void>;
}

/** A local AWS behind a real port, with everything in it that the service reads. */
export async function startSeededAws(database: URL, credentials: DatabaseCredentials): Promise<SeededAws> {
  const aws = await startLocalAws({
    parameters: {
      [`${BASE_PATH}/db/host`]: database.hostname,
      [`${BASE_PATH}/db/port`]: database.port || '5432',
      [`${BASE_PATH}/db/name`]: decodeURIComponent(database.pathname.slice(1)) || 'postgres',
      [`${BASE_PATH}/settings/max-quantity`]: '100',
      [`${BASE_PATH}/settings/currencies`]: ['EUR', 'GBP', 'USD'],
      [`${BASE_PATH}/settings/free-shipping`]: 'true',
      [`${BASE_PATH}/settings/support-email`]: 'support@shop.example',
    },
    secrets: { [DATABASE_SECRET]: JSON.stringify(credentials) },
  });
  return {
    config: aws.clientConfig(),
    calls: () => countByOperation(aws.calls),
    close: () => aws.close(),
  };
}

function countByOperation(calls: readonly { operation: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { operation } of calls) counts[operation] = (counts[operation] ?? 0) + 1;
  return counts;
}
