import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { get, post, startTestSample, type TestSample } from './support/sample.js';

describe('The sample on a machine without AWS', () => {
  const environment = { ...process.env };
  let folder: string;
  let file: string;
  let sample: TestSample;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sample-'));
    file = join(folder, 'aws.local.json');
    Object.assign(process.env, { SAMPLE_AWS: 'file', LOCAL_FILE: file });
    sample = await startTestSample();
  }, 60_000);
  afterAll(async () => {
    process.env = environment;
    await sample?.close();
    await rm(folder, { recursive: true });
  });

  it('serves orders and settings by a file that it made', async () => {
    expect(await get(`${sample.url}/health`)).toMatchObject({ status: 200 });
    expect(await get(`${sample.url}/orders`)).toMatchObject({ status: 200 });
    expect(await get(`${sample.url}/settings`)).toMatchObject({ body: { maxQuantity: 100 } });
  });

  it('serves a setting as it is saved', async () => {
    const content = JSON.parse(await readFile(file, 'utf8'));
    content.parameters['/prod/shop/settings/max-quantity'] = 7;
    await writeFile(file, JSON.stringify(content));
    const maxQuantity = async (): Promise<number> => (await get(`${sample.url}/settings`)).body.maxQuantity;
    while ((await maxQuantity()) !== 7) await sleep(20);

    expect(await maxQuantity()).toBe(7);
  });

  it('says where to change what only AWS could change', async () => {
    expect(await post(`${sample.url}/rotate`)).toMatchObject({ status: 403 });
    expect(await post(`${sample.url}/settings/push`, { name: 'max-quantity', value: '8' })).toMatchObject({
      status: 403,
      body: { message: expect.stringContaining(file) },
    });
  });
});
