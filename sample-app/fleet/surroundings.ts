import { randomBytes } from 'node:crypto';
import { startLocalAws, type LocalAws } from 'nestjs-ssm-cache/testing';
import { prepareDatabase } from '../database/prepare-database.js';
import type { Cleanup } from '../environment/cleanup.js';
import { DATABASE_SECRET, SIGNING_SECRET } from '../environment/names.js';
import { startEmbeddedPostgres } from '../environment/postgres/index.js';
import type { SampleEnvironment } from '../environment/sample-environment.interface.js';
import { databaseParameters, DEFAULT_SETTINGS, newSigningKey } from '../environment/values.js';
import { AWS_LIMIT, FLEET_KEY, MAX_AGE } from './plan.js';
import { RedisServer } from './redis-server.js';

/** What the processes of the fleet have in common. */
export interface Surroundings {
  readonly environment: SampleEnvironment;
  readonly aws: LocalAws;
  readonly redis: RedisServer;
}

/** Starts a PostgreSQL, a Redis and a local AWS that allows as many calls a second as the real one. */
export async function startSurroundings(signal: AbortSignal, cleanup: Cleanup): Promise<Surroundings> {
  const redis = await RedisServer.start();
  cleanup.add(() => redis.stop());
  const { DATABASE_URL } = process.env;
  const postgres = DATABASE_URL === undefined ? await startEmbeddedPostgres(signal) : undefined;
  if (postgres) cleanup.add(() => postgres.stop());
  const adminUrl = DATABASE_URL ?? postgres!.adminUrl;
  const credentials = { username: 'orders_service', password: randomBytes(18).toString('base64url') };
  await prepareDatabase(adminUrl, credentials);

  const aws = await startLocalAws({
    events: true,
    latency: () => 10 + 20 * Math.random(),
    parameters: { ...databaseParameters(new URL(adminUrl)), ...DEFAULT_SETTINGS },
    secrets: {
      [DATABASE_SECRET]: JSON.stringify(credentials),
      [SIGNING_SECRET]: newSigningKey(),
      [FLEET_KEY]: randomBytes(32).toString('base64'),
    },
  });
  cleanup.add(() => aws.close());
  aws.throttle({ ratePerSecond: AWS_LIMIT });
  const { queueUrl } = aws.events;
  const environment = {
    aws: aws.clientConfig(),
    isAwsLocal: true,
    queueUrl,
    adminUrl,
    maxAge: MAX_AGE,
  };
  return { environment, aws, redis };
}
