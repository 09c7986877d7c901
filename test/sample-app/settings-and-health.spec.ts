import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SSMClient, DeleteParameterCommand } from '@aws-sdk/client-ssm';
import { Client } from 'pg';
import { get, startTestSample, type TestSample } from './support/sample.js';

describe('settings, status and health', () => {
  let sample: TestSample;

  beforeAll(async () => {
    sample = await startTestSample();
  }, 60_000);
  afterAll(() => sample?.close());

  it('shows the parameters that are no secret, converted by their declared types', async () => {
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
    expect(sample.environment.awsCalls?.()).toEqual({ GetParameters: 1, GetSecretValue: 1 });
  });

  it('tells of every bound entry, but never a value', async () => {
    const { body } = await get(`${sample.url}/status`);
    const names = body.entries.map(({ name }: { name: string }) => name).toSorted();
    expect(names).toEqual([
      '/prod/shop/db/host',
      '/prod/shop/db/name',
      '/prod/shop/db/port',
      '/prod/shop/features/free-shipping',
      '/prod/shop/orders/currencies',
      '/prod/shop/orders/max-quantity',
      '/prod/shop/support/email',
      'prod/shop/db',
    ]);
    expect(body.requests).toEqual({ served: expect.any(Number), failed: 0, inFlight: 0 });
  });

  it('is healthy', async () => {
    const { status, body } = await get(`${sample.url}/health`);
    expect(status).toBe(200);
    expect(body).toEqual({ status: 'ok', database: 'up', cache: 'up' });
  });

  it('answers 404 for a route that is not there', async () => {
    const { status, body } = await get(`${sample.url}/nothing`);
    expect(status).toBe(404);
    expect(body).toEqual({ statusCode: 404, error: 'Not Found', message: 'Cannot GET /nothing' });
  });

  it('goes on serving what it has when a parameter is deleted', async () => {
    const client = new SSMClient(sample.environment.aws);
    await client.send(new DeleteParameterCommand({ Name: '/prod/shop/support/email' }));
    client.destroy();
    expect((await get(`${sample.url}/settings`)).status).toBe(200);
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
    expect(body).toEqual({ status: 'error', database: 'down', cache: 'up' });

    await admin.query('ALTER ROLE orders_service LOGIN');
    await admin.end();
    expect((await get(`${sample.url}/health`)).status).toBe(200);
  });
});
