import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SSMClient, DeleteParameterCommand } from '@aws-sdk/client-ssm';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { SettingsPusher } from '../../sample-app/settings/settings-pusher.js';
import { SettingsService } from '../../sample-app/settings/settings.service.js';
import { get, post, startTestSample, type TestSample } from './support/sample.js';

describe('settings, status and health', () => {
  let sample: TestSample;

  beforeAll(async () => {
    sample = await startTestSample();
  }, 60_000);
  afterAll(() => sample?.close());

  const push = (name: string, value: unknown) => post(`${sample.url}/settings/push`, { name, value });
  const settingsEntry = async () => {
    const { body } = await get(`${sample.url}/status`);
    return body.entries.find(({ name }: { name: string }) => name === '/prod/shop/settings');
  };

  /** The event of a push has the settings read once more; until then they are stale. */
  const settledEntry = async () => {
    for (;;) {
      const entry = await settingsEntry();
      if (entry.state !== 'stale') return entry;
      await sleep(20);
    }
  };

  it('shows the settings, converted by their schema', async () => {
    const { status, body } = await get(`${sample.url}/settings`);
    expect(status).toBe(200);
    expect(body).toEqual({
      maxQuantity: 100,
      currencies: ['EUR', 'GBP', 'USD'],
      freeShipping: true,
      supportEmail: 'support@shop.example',
    });
  });

  it('needs no more calls to start than AWS asks for', () => {
    expect(sample.environment.awsCalls?.()).toEqual({
      GetParameters: 1,
      GetParametersByPath: 1,
      GetSecretValue: 5,
    });
  });

  it('tells of every bound entry, but never a value', async () => {
    const { body } = await get(`${sample.url}/status`);
    const names = body.entries.map(({ name }: { name: string }) => name).toSorted();
    expect(names).toEqual([
      '/prod/shop/db/host',
      '/prod/shop/db/name',
      '/prod/shop/db/port',
      '/prod/shop/settings',
      'prod/shop/db',
      'prod/shop/jwt:AWSCURRENT,AWSPREVIOUS,AWSPENDING',
    ]);
    expect(body.requests).toEqual({ served: expect.any(Number), failed: 0, inFlight: 0 });
  });

  it('is healthy', async () => {
    const { status, body } = await get(`${sample.url}/health`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'ok',
      details: { database: { status: 'up' }, ssm: { status: 'up', events: 'listening', rejected: 0 } },
    });
  });

  it('answers 404 for a route that is not there', async () => {
    const { status, body } = await get(`${sample.url}/nothing`);
    expect(status).toBe(404);
    expect(body).toEqual({ statusCode: 404, error: 'Not Found', message: 'Cannot GET /nothing' });
  });

  it('keeps the last good settings when a bad one is pushed, and says what is rejected and why', async () => {
    const before = await get(`${sample.url}/settings`);
    const { status, body } = await push('max-quantity', 'c4n4ry');
    expect(status).toBe(200);
    const name = '/prod/shop/settings/max-quantity';
    expect(body).toEqual({ name, version: 2, isUsed: false });

    expect(await get(`${sample.url}/settings`)).toEqual(before);
    const entry = await settingsEntry();
    expect(entry.rejections).toEqual([{ name, rejected: 2, kept: 1 }]);
    expect(entry.lastError).toEqual({
      code: 'SSM_CACHE_TRANSFORM',
      message: `"/prod/shop/settings" with "${name}" in version 2 cannot be used: it does not fit its schema (max-quantity: Invalid input: expected number). Store a value that fits, or change the declaration.`,
    });
    expect(sample.logger.text).toContain(entry.lastError.message);
    expect(JSON.stringify(entry) + sample.logger.text).not.toContain('c4n4ry');
    const order = { item: 'Tea', quantity: 100, unitPrice: 450, currency: 'EUR' };
    expect((await post(`${sample.url}/orders`, order)).status).toBe(201);
    expect((await post(`${sample.url}/orders`, { ...order, quantity: 101 })).status).toBe(400);
    expect(await get(`${sample.url}/health`)).toMatchObject({
      status: 200,
      body: { status: 'degraded', details: { ssm: { status: 'degraded', rejected: 1 } } },
    });
  });

  it('rejects good settings together with the bad one, until that is good again', async () => {
    expect((await push('currencies', 'EUR,CHF')).body).toMatchObject({ version: 2, isUsed: false });
    expect((await settingsEntry()).rejections).toEqual([
      { name: '/prod/shop/settings/currencies', rejected: 2, kept: 1 },
      { name: '/prod/shop/settings/max-quantity', rejected: 2, kept: 1 },
    ]);

    expect((await push('max-quantity', '150')).body).toMatchObject({ version: 3, isUsed: true });
    expect((await get(`${sample.url}/settings`)).body).toEqual({
      maxQuantity: 150,
      currencies: ['EUR', 'CHF'],
      freeShipping: true,
      supportEmail: 'support@shop.example',
    });
    const entry = await settledEntry();
    expect([entry.state, entry.lastError, entry.rejections]).toEqual(['fresh', undefined, undefined]);
  });

  it.each([
    ['a setting that nobody knows', 'discount', '1'],
    ['no value', 'max-quantity', ''],
    ['a value that is no text', 'max-quantity', 7],
  ])('does not push %s', async (_, name, value) => {
    expect((await push(name, value)).status).toBe(400);
  });

  it('pushes nothing to a real account', async () => {
    const environment = { ...sample.environment, isAwsLocal: false };
    const pusher = new SettingsPusher(environment, new SettingsService());
    await expect(pusher.push({ name: 'max-quantity', value: '1' })).rejects.toThrow(
      'never to a real account',
    );
    pusher.onApplicationShutdown();
  });

  it('goes on serving what it has when a parameter is deleted', async () => {
    const client = new SSMClient(sample.environment.aws);
    await client.send(new DeleteParameterCommand({ Name: '/prod/shop/settings/support-email' }));
    client.destroy();
    expect((await push('free-shipping', 'no')).body).toMatchObject({ isUsed: false });
    expect((await get(`${sample.url}/settings`)).body).toMatchObject({
      freeShipping: true,
      supportEmail: 'support@shop.example',
    });
    expect((await settingsEntry()).rejections).toEqual([
      { name: '/prod/shop/settings/free-shipping', rejected: 2, kept: 1 },
      { name: '/prod/shop/settings/support-email', kept: 1 },
    ]);
  });

  it('is not healthy without its database, and is again with it', async () => {
    const admin = new Client({ connectionString: sample.environment.adminUrl });
    await admin.connect();
    await admin.query('ALTER ROLE orders_service NOLOGIN');
    await admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'orders_service'`,
    );
    const { status, body } = await get(`${sample.url}/health`);
    expect(status).toBe(503);
    expect(body).toMatchObject({
      status: 'error',
      error: { database: { status: 'down' } },
      info: { ssm: { status: 'degraded' } },
    });
    expect(sample.logger.text).toContain('The database is down: ');

    await admin.query('ALTER ROLE orders_service LOGIN');
    await admin.end();
    expect((await get(`${sample.url}/health`)).status).toBe(200);
  });
});
