import { SecretsManager, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SSM, SSMClient } from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Injectable, type INestApplicationContext } from '@nestjs/common';
import { SsmCache, SsmParam, SsmParams, SsmSecret } from 'nestjs-ssm-cache';
import { startLocalAws, type LocalAws, type LocalAwsExchange } from 'nestjs-ssm-cache/testing';
import { closeAll, startApplication } from '../support/application.js';

@Injectable()
class Orders {
  @SsmParam('/orders/host') readonly host!: string;
  @SsmParams('/features') readonly features!: Record<string, string>;
  @SsmSecret('orders') readonly password!: string;
}

describe('A start that AWS throttles, with clients of the SDK', () => {
  let aws: LocalAws;
  let attempts: number[];
  const running: INestApplicationContext[] = [];

  beforeEach(async () => {
    attempts = [];
    aws = await startLocalAws({
      parameters: { '/orders/host': 'localhost', '/features/a': 'on' },
      secrets: { orders: 'p' },
    });
  });
  afterEach(async () => {
    await closeAll(running);
    await aws.close();
  });

  const throttleOnce = () => {
    const throttled = new Set<string>();
    const when = ({ operation, attempt }: LocalAwsExchange): boolean => {
      attempts.push(attempt);
      return throttled.size !== throttled.add(operation).size;
    };
    aws.faults.always('throttling', { when });
  };

  it.each([
    ['itself, without the retries of the modular clients', SSMClient, SecretsManagerClient, 1],
    ['after the aggregated ones have, whose methods are called', SSM, SecretsManager, 2],
  ])('sends a throttled call again %s', async (_, Ssm, Secrets, attempt) => {
    throttleOnce();
    const ssm = new Ssm(aws.clientConfig());
    const secretsManager = new Secrets(aws.clientConfig());
    const application = await startApplication({ providers: [Orders], ssm, secretsManager });
    running.push(application);

    const { host, features, password } = application.get(Orders);
    expect({ host, features, password }).toEqual({ host: 'localhost', features: { a: 'on' }, password: 'p' });
    expect(aws.calls).toHaveLength(6);
    expect(attempts).toEqual([1, 1, 1, attempt, attempt, attempt]);
    ssm.destroy();
    secretsManager.destroy();
  });

  it('leaves a throttled call to the retries of the SDK where everything is tried once', async () => {
    throttleOnce();
    const ssm = new SSMClient(aws.clientConfig());
    const secretsManager = new SecretsManagerClient(aws.clientConfig());
    const application = await startApplication({
      providers: [Orders],
      ssm,
      secretsManager,
      module: { preloadTimeout: 0 },
    });
    running.push(application);

    expect(application.get(Orders).host).toBe('localhost');
    expect(attempts).toEqual([1, 1, 1, 2, 2, 2]);
    ssm.destroy();
    secretsManager.destroy();
  });

  it('would make three calls of one by the retries of the SDK', async () => {
    @Injectable()
    class Host {
      @SsmParam('/orders/host') readonly host!: string;
    }
    aws.faults.always('throttling', { operation: 'GetParameters' });
    const ssm = new SSMClient(aws.clientConfig());
    const start = startApplication({ providers: [Host], ssm, module: { preloadTimeout: 0 } });

    await expect(start).rejects.toMatchObject({ code: 'SSM_CACHE_PRELOAD' });
    expect(aws.callsOf('GetParameters')).toHaveLength(3);
    ssm.destroy();
  });

  it('leaves other failures, and later calls, to the retries of the SDK', async () => {
    const ssm = new SSMClient(aws.clientConfig());
    const secretsManager = new SecretsManagerClient(aws.clientConfig());
    aws.faults.next('internal-error', 1, { operation: 'GetParameters' });
    const application = await startApplication({ providers: [Orders], ssm, secretsManager });
    running.push(application);
    expect(aws.callsOf('GetParameters')).toHaveLength(2);

    throttleOnce();
    await application.get(SsmCache).parameter('/orders/host').refresh();
    expect(attempts).toEqual([1, 2]);
    ssm.destroy();
    secretsManager.destroy();
  });
});
