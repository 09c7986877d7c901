import { SecretsManagerClient, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { startSample, type Sample } from '../../../sample-app/start-sample.js';
import { RecordingLogger } from './recording-logger.js';

export interface TestSample extends Sample {
  readonly logger: RecordingLogger;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  // oxlint-disable-next-line no-explicit-any
  readonly body: any;
}

/** The whole sample on a free port: real PostgreSQL, real SDK clients, local AWS. */
export async function startTestSample(): Promise<TestSample> {
  const logger = new RecordingLogger();
  const sample = await startSample({ port: 0, logger });
  return { ...sample, logger };
}

export async function get(url: string): Promise<Answer> {
  return answerOf(await fetch(url));
}

export async function post(url: string, body?: unknown): Promise<Answer> {
  return answerOf(
    await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
}

/** The password that AWS holds right now: what must not be seen anywhere. */
export async function currentPassword({ environment }: Sample): Promise<string> {
  const client = new SecretsManagerClient(environment.aws);
  const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId: 'prod/shop/db' }));
  client.destroy();
  return JSON.parse(SecretString).password;
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return { status: response.status, text, body: isJson ? JSON.parse(text) : undefined };
}
