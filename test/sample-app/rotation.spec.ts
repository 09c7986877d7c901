import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Load } from '../../sample-app/demo/load.js';
import { currentPassword, get, post, startTestSample, type TestSample } from './support/sample.js';

describe('rotation', () => {
  let sample: TestSample;

  beforeAll(async () => {
    sample = await startTestSample();
  }, 120_000);
  afterAll(() => sample?.close());

  it('gives the secret a new version and the database its password', async () => {
    const before = await currentPassword(sample);
    const { status, body } = await post(`${sample.url}/rotate`);
    expect(status).toBe(200);
    expect(body).toEqual({
      versionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      closedConnections: expect.any(Number),
      milliseconds: expect.any(Number),
    });
    expect(await currentPassword(sample)).not.toBe(before);
    expect((await get(`${sample.url}/orders`)).status).toBe(200);
  });

  it('fails no request under load, with few refreshes', async () => {
    // A busy machine answers fewer a second: then requests wait for their turn, and the test takes longer.
    const load = new Load(sample.url, 100, 40);
    const stop = new AbortController();
    const loading = load.run(stop.signal);
    const reads = () => sample.environment.secretReads?.() ?? 0;
    const before = reads();
    for (let rotation = 0; rotation < 4; rotation++) {
      // oxlint-disable-next-line no-await-in-loop
      expect((await post(`${sample.url}/rotate`)).status).toBe(200);
    }
    await sleep(1_500);
    // oxlint-disable-next-line no-await-in-loop
    while (load.sent <= 500) await sleep(10);
    stop.abort();
    await loading;

    expect(load.failures).toEqual([]);
    expect(load.sent).toBeGreaterThan(500);
    // The event of each rotation has the secret read once more.
    const refreshes = reads() - before - 4;
    expect(refreshes).toBeGreaterThanOrEqual(4);
    expect(refreshes).toBeLessThanOrEqual(16);
  }, 120_000);

  it('recovers hundreds of requests that fail together', async () => {
    const rotation = post(`${sample.url}/rotate`);
    const answers = await Promise.all(
      Array.from({ length: 400 }, async (_, index) => {
        await sleep(index * 5);
        return get(`${sample.url}/orders?limit=1`);
      }),
    );
    expect((await rotation).status).toBe(200);
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  }, 120_000);

  it('does concurrent rotations one after the other', async () => {
    const rotations = await Promise.all([1, 2, 3].map(() => post(`${sample.url}/rotate`)));
    expect(rotations.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set(rotations.map(({ body }) => body.versionId)).size).toBe(3);
    expect((await get(`${sample.url}/orders`)).status).toBe(200);
  }, 120_000);

  it('answers what it has accepted before it ends', async () => {
    const other = await startTestSample();
    const rotation = post(`${other.url}/rotate`);
    await sleep(100);
    const orders = get(`${other.url}/orders`);
    await sleep(50);
    await other.close();
    expect([(await rotation).status, (await orders).status]).toEqual([200, 200]);
  }, 120_000);

  it('shows no password: not in a page, an answer or a log line, not even when things fail', async () => {
    const seen = [await currentPassword(sample)];
    await post(`${sample.url}/rotate`);
    seen.push(await currentPassword(sample));
    const paths = [
      '/',
      '/app.js',
      '/status',
      '/settings',
      '/health',
      '/metrics',
      '/orders',
      '/orders/x',
      '/rotate',
      '/sales',
    ];
    const answers = await Promise.all(paths.map((path) => get(sample.url + path)));
    const everything = [sample.logger.text, ...answers.map(({ text }) => text)].join('\n');
    expect(everything).toContain('The password is rotated');
    for (const password of seen) expect(everything).not.toContain(password);
  }, 120_000);
});
