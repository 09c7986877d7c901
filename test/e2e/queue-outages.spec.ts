import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SsmCache, SsmCacheModule, SsmParam } from 'nestjs-ssm-cache';
import { startLocalAws, type LocalAws } from 'nestjs-ssm-cache/testing';
import type { INestApplicationContext } from '@nestjs/common';
import { parameterChange } from '../support/aws-events.js';

const FLOOD = 10_000;

@Injectable()
class Service {
  @SsmParam('/limit', { type: Number }) readonly limit!: number;
}

let aws: LocalAws;
let app: INestApplicationContext;
let cache: SsmCache;
let service: Service;

beforeEach(async () => {
  aws = await startLocalAws({ region: 'eu-west-1', parameters: { '/limit': '1' }, events: true });
  @Module({
    imports: [
      SsmCacheModule.forRoot({
        ssm: aws.clientConfig(),
        maxAge: 3_600,
        minRefreshInterval: 0.1,
        events: {
          queueUrl: aws.events.queueUrl,
          sqs: { ...aws.clientConfig(), maxAttempts: 1 },
          spread: 0,
          settle: 0,
        },
      }),
    ],
    providers: [Service],
  })
  class AppModule {}
  app = await NestFactory.createApplicationContext(AppModule, { logger: false });
  cache = app.get(SsmCache);
  service = app.get(Service);
});
afterEach(async () => {
  await app.close();
  await aws.close();
});

const until = async (isTrue: () => boolean, milliseconds = 20_000): Promise<void> => {
  const end = Date.now() + milliseconds;
  while (!isTrue() && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
};

/** The application hears of a change again, and serves it. */
const expectRecovered = async (value: number): Promise<void> => {
  await until(() => cache.health().events === 'listening');
  aws.parameterStore.put('/limit', String(value));
  await until(() => service.limit === value);
  expect([service.limit, cache.health().events]).toEqual([value, 'listening']);
};

describe('An application goes on, says so, and recovers, when its queue', () => {
  it('is deleted and made again', async () => {
    await aws.sqs.deleteQueue({ QueueUrl: aws.events.queueUrl });
    await until(() => cache.health().events === 'failing');

    expect([service.limit, cache.health().events, cache.health().status]).toEqual([1, 'failing', 'up']);
    await aws.sqs.createQueue({ QueueName: 'changes' });
    aws.parameterStore.put('/limit', '2');
    await aws.sqs.sendMessage({
      QueueUrl: aws.events.queueUrl,
      MessageBody: JSON.stringify(parameterChange('/limit')),
    });
    await until(() => service.limit === 2);

    expect([service.limit, cache.health().events]).toEqual([2, 'listening']);
  }, 60_000);

  it('is denied', async () => {
    aws.sqs.deny({ action: 'sqs:ReceiveMessage' });
    aws.events.emit({ ...parameterChange('/other'), version: '0' });
    await until(() => cache.health().events === 'failing');

    expect([service.limit, cache.health().events]).toEqual([1, 'failing']);
    aws.sqs.allow();
    await expectRecovered(2);
  }, 60_000);

  it('is slow', async () => {
    aws.sqs.latency = 700;
    aws.parameterStore.put('/limit', '2');
    await until(() => service.limit === 2);
    expect(service.limit).toBe(2);

    aws.sqs.latency = 0;
    await expectRecovered(3);
  }, 60_000);

  it('is flooded', async () => {
    const before = process.memoryUsage().heapUsed;
    const calls = aws.callsOf('GetParameters').length;
    const started = Date.now();
    for (let count = 0; count < FLOOD; count += 1) {
      aws.events.emit({ ...parameterChange(count % 10 === 0 ? '/limit' : '/nobody'), version: '0' });
    }
    await until(() => cache.stats().events.received >= FLOOD, 120_000);
    const seconds = (Date.now() - started) / 1_000;

    expect(cache.stats().events.received).toBeGreaterThanOrEqual(FLOOD);
    expect(aws.callsOf('GetParameters').length - calls).toBeLessThanOrEqual(seconds / 0.1 + 2);
    expect((process.memoryUsage().heapUsed - before) / 1_000_000).toBeLessThan(300);
    await expectRecovered(2);
  }, 180_000);
});
