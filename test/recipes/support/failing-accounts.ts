import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { startLocalAws } from 'nestjs-ssm-cache/testing';
import { SecretsManagerAgent } from '../../transports/support/secrets-manager-agent.js';

const ROLE = 'arn:aws:iam::222222222222:role/read-payments';
/** In milliseconds; a start that waits, waits for half a minute. */
const AT_ONCE = 10_000;

/** What a start failed with. */
export interface FailedStart {
  readonly message: string | undefined;
  readonly isAtOnce: boolean;
}

/**
 * Starts the application of the recipe where its role is refused, and where something is missing at each of its clients.
 *
 * @param load imports the module of the application, once the environment is there
 */
export const failingAccounts = async (
  load: () => Promise<Type>,
): Promise<Readonly<Record<'refused' | 'missing', FailedStart>>> => {
  const aws = await startLocalAws({
    accountId: '111111111111',
    region: 'eu-west-1',
    parameters: { '/prod/shop/db/host': 'db.internal', '/prod/shop/db/port': '5432' },
    secrets: { 'prod/shop/db': { password: 's3cret' } },
  });
  const payments = aws.in({ accountId: '222222222222' });
  payments.secretsManager.put('prod/payments', { apiKey: 'k3y' });
  const virginia = aws.in({ region: 'us-east-1' });
  virginia.parameterStore.put('/shared/certificate', 'PEM');
  const agent = new SecretsManagerAgent({ 'host/signing': 's1gn' });
  agent.ttl = 0;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: '111111111111',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_TOKEN: agent.token,
    AGENT_ENDPOINT: await agent.start(),
  });
  const module = await load();

  aws.sts.deny(ROLE);
  const refused = await failedStart(module);
  aws.sts.allow();
  aws.parameterStore.delete('/prod/shop/db/port');
  payments.secretsManager.delete('prod/payments', { force: true });
  virginia.parameterStore.delete('/shared/certificate');
  agent.aws.delete('host/signing', { force: true });
  const missing = await failedStart(module);

  await Promise.all([aws.close(), agent.stop()]);
  return { refused, missing };
};

const failedStart = async (module: Type): Promise<FailedStart> => {
  const began = performance.now();
  const message = await NestFactory.createApplicationContext(module, {
    logger: false,
    abortOnError: false,
  }).then(
    () => undefined,
    (error: Error) => error.message,
  );
  return { message, isAtOnce: performance.now() - began < AT_ONCE };
};
