import { randomBytes } from 'node:crypto';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { prepareDatabase } from '../database/prepare-database.js';
import type { Cleanup } from './cleanup.js';
import { startSeededAws } from './local-aws.js';
import { prepareLocalFile } from './local-file.js';
import { DATABASE_SECRET } from './names.js';
import { startEmbeddedPostgres } from './postgres/index.js';
import type { DatabaseCredentials, SampleEnvironment } from './sample-environment.interface.js';

/**
 * Starts what the application needs around it, by three environment variables:
 *
 * - `DATABASE_URL`: a PostgreSQL that is there already, as a role that may create roles and schemas; otherwise one of
 *   our own is started.
 * - `SAMPLE_AWS=file`: no AWS at all. Values come from the file that `LOCAL_FILE` names, by default `aws.local.json`, which
 *   is made if it is not there.
 * - `SAMPLE_AWS=real`: real AWS, found and paid for as the SDK does it; otherwise a local one is started and filled.
 *   Nothing is created in the real one. It must hold the names that local-aws.ts puts into the local one, with `/db/*`
 *   pointing at the server of `DATABASE_URL`; the role of the secret is created there.
 * - `SAMPLE_EVENTS=off`: the local AWS tells of no change, so that each is seen by max age or on error.
 */
export async function startEnvironment(signal: AbortSignal, cleanup: Cleanup): Promise<SampleEnvironment> {
  const { DATABASE_URL, SAMPLE_AWS } = process.env;
  if (SAMPLE_AWS === 'real' && !DATABASE_URL) {
    throw new Error(
      'With SAMPLE_AWS=real the parameters say where the database is: set DATABASE_URL to it, too.',
    );
  }
  const adminUrl = DATABASE_URL ?? (await startDatabase(signal, cleanup));
  if (SAMPLE_AWS === 'file') return useLocalFile(adminUrl);
  return SAMPLE_AWS === 'real' ? useRealAws(adminUrl) : useLocalAws(adminUrl, cleanup);
}

async function startDatabase(signal: AbortSignal, cleanup: Cleanup): Promise<string> {
  const postgres = await startEmbeddedPostgres(signal);
  cleanup.add(() => postgres.stop());
  return postgres.adminUrl;
}

async function useLocalAws(adminUrl: string, cleanup: Cleanup): Promise<SampleEnvironment> {
  const credentials = newCredentials();
  await prepareDatabase(adminUrl, credentials);
  const sendsEvents = process.env.SAMPLE_EVENTS !== 'off';
  const local = await startSeededAws(new URL(adminUrl), credentials, sendsEvents);
  const { config: aws, events, calls: awsCalls, secretReads } = local;
  cleanup.add(local.close);
  return { aws, isAwsLocal: true, queueUrl: events?.queueUrl, events, adminUrl, awsCalls, secretReads };
}

async function useLocalFile(adminUrl: string): Promise<SampleEnvironment> {
  const { LOCAL_FILE = 'aws.local.json' } = process.env;
  const credentials = newCredentials();
  await prepareDatabase(adminUrl, credentials);
  const localFile = await prepareLocalFile(LOCAL_FILE, new URL(adminUrl), credentials);
  return { aws: {}, isAwsLocal: false, localFile, adminUrl };
}

function newCredentials(): DatabaseCredentials {
  return { username: 'orders_service', password: randomBytes(18).toString('base64url') };
}

async function useRealAws(adminUrl: string): Promise<SampleEnvironment> {
  const client = new SecretsManagerClient({});
  try {
    const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId: DATABASE_SECRET }));
    const credentials: DatabaseCredentials = JSON.parse(SecretString);
    await prepareDatabase(adminUrl, credentials);
    return { aws: {}, isAwsLocal: false, adminUrl };
  } finally {
    client.destroy();
  }
}
