import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { post, startTestSample, type TestSample } from './support/sample.js';

describe('tokens', () => {
  let sample: TestSample;

  beforeAll(async () => {
    sample = await startTestSample();
  }, 60_000);
  afterAll(() => sample?.close());

  const newToken = async (): Promise<string> => (await post(`${sample.url}/tokens`)).body.token;
  const kidOf = (token: string): string =>
    JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString()).kid;
  const sales = async (authorization?: string): Promise<Response> =>
    fetch(`${sample.url}/sales`, authorization === undefined ? {} : { headers: { authorization } });
  const rotateKey = async (): Promise<string> => {
    const { status, body } = await post(`${sample.url}/rotate/signing-key`);
    expect(status).toBe(200);
    return body.versionId;
  };

  it('show what was sold', async () => {
    const order = { item: 'Tea', quantity: 2, unitPrice: 450, currency: 'EUR' };
    expect((await post(`${sample.url}/orders`, order)).status).toBe(201);
    expect((await post(`${sample.url}/orders`, order)).status).toBe(201);
    const answer = await sales(`Bearer ${await newToken()}`);

    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual([{ item: 'Tea', currency: 'EUR', quantity: 4, amount: 1_800 }]);
  });

  it('are refused if the service did not sign them', async () => {
    const token = await newToken();
    const [header, payload] = token.split('.');
    const other = Buffer.from(JSON.stringify({ alg: 'HS256', kid: 'other' })).toString('base64url');
    const bad = [
      undefined,
      'Basic x',
      'Bearer x',
      `Bearer ${header}.${payload}.x`,
      `Bearer ${other}.${payload}.x`,
    ];
    for (const authorization of bad) expect((await sales(authorization)).status).toBe(401);
    expect((await sales(`Bearer ${token}`)).status).toBe(200);
  });

  it('stay valid when the key is rotated, and not when it is rotated again', async () => {
    const first = await newToken();
    const version = await rotateKey();
    let second = first;
    while (kidOf(second) !== version) second = await newToken();

    expect((await sales(`Bearer ${first}`)).status).toBe(200);
    expect((await sales(`Bearer ${second}`)).status).toBe(200);
    const next = await rotateKey();
    while (kidOf(await newToken()) !== next);
    expect((await sales(`Bearer ${second}`)).status).toBe(200);
    expect((await sales(`Bearer ${first}`)).status).toBe(401);
  }, 60_000);

  it('are accepted while the key and the password are rotated under load', async () => {
    const statuses = new Set<number>();
    const stop = new AbortController();
    const load = Promise.all(
      Array.from({ length: 4 }, async () => {
        while (!stop.signal.aborted) {
          const token = await newToken();
          for (let use = 0; use < 10; use++) statuses.add((await sales(`Bearer ${token}`)).status);
        }
      }),
    );
    await Promise.all([rotateKey(), post(`${sample.url}/rotate`)]);
    stop.abort();
    await load;

    expect([...statuses]).toEqual([200]);
  }, 60_000);

  it('have a key that is shown nowhere', async () => {
    const { body } = await post(`${sample.url}/tokens`);
    expect(Object.keys(body)).toEqual(['token']);
    const status = await (await fetch(`${sample.url}/status`)).text();
    expect(status).toContain('prod/shop/jwt');
    expect(status + sample.logger.text).not.toContain(body.token);
  });
});
