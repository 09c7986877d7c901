import { request, type IncomingHttpHeaders } from 'node:http';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { currentPassword, get, startTestSample, type TestSample } from './support/sample.js';

const CHANGING = ['/rotate', '/orders', '/settings/push'] as const;
const BODIES: Readonly<Record<string, object>> = {
  '/orders': { item: 'Tea', quantity: 1, unitPrice: 450, currency: 'EUR' },
  '/settings/push': { name: 'max-quantity', value: '90' },
};

describe('the sample and foreign pages', () => {
  let sample: TestSample;

  beforeAll(async () => {
    sample = await startTestSample();
  }, 60_000);
  afterAll(() => sample?.close());

  /** A request with any headers, which `fetch` would not send. */
  const send = (path: string, headers: IncomingHttpHeaders, method = 'POST'): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const call = request(sample.url + path, {
        method,
        headers: { 'content-type': 'application/json', ...headers },
      });
      call.on('response', (response) => resolve(response.resume().statusCode)).on('error', reject);
      call.end(method === 'POST' ? JSON.stringify(BODIES[path] ?? {}) : undefined);
    });

  it.each([
    ['a form of another site', { origin: 'https://evil.example' }],
    ['a page on another port', { origin: 'http://localhost:1' }],
    ['a file or a sandbox', { origin: 'null' }],
    ['a script of another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['a subdomain', { 'sec-fetch-site': 'same-site' }],
    ['a name that was pointed here', { host: 'evil.example:3000', origin: 'http://evil.example:3000' }],
  ])('changes nothing for %s', async (_who, headers) => {
    const before = await currentPassword(sample);
    for (const path of CHANGING) expect([path, await send(path, headers)]).toEqual([path, 403]);
    expect(await currentPassword(sample)).toBe(before);
    expect((await get(`${sample.url}/settings`)).body).toMatchObject({ maxQuantity: 100 });
    expect((await get(`${sample.url}/orders`)).body).toEqual([]);
  });

  it('shows nothing to a name that was pointed here, and its page to links of other sites', async () => {
    expect(await send('/orders', { host: 'evil.example' }, 'GET')).toBe(403);
    expect(await send('/health', { 'sec-fetch-site': 'cross-site' }, 'GET')).toBe(200);
  });

  it('listens on this machine only', async () => {
    const { hostname, port } = new URL(sample.url);
    expect(hostname).toBe('127.0.0.1');
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');
    const reached = await Promise.allSettled(others.map(({ address }) => fetch(`http://${address}:${port}`)));
    expect(reached.filter(({ status }) => status === 'fulfilled')).toEqual([]);
  });

  it.each([
    ['its own page', (host: string) => ({ host, origin: `http://${host}` })],
    ['its own page, as browsers say it', () => ({ 'sec-fetch-site': 'same-origin' })],
    ['a program, such as curl', () => ({})],
  ])('does what %s asks for', async (_who, headersAt) => {
    const { port } = new URL(sample.url);
    const sent = headersAt(`localhost:${port}`);
    expect(await send('/orders', sent)).toBe(201);
    expect(await send('/settings/push', sent)).toBe(200);
    expect(await send('/rotate', sent)).toBe(200);
  });
});
