import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { get, startTestSample, type TestSample } from './support/sample.js';

const NAME = '/prod/shop/settings/support-email';
const VALUE = 'c4n4ry@shop.example';
/** Milliseconds, of the 60 seconds that the max age has. */
const PATIENCE = 20_000;

describe('changes that AWS tells the sample of', () => {
  let sample: TestSample;

  beforeAll(async () => {
    sample = await startTestSample();
  }, 60_000);
  afterAll(() => sample?.close());

  const changes = async () => (await get(`${sample.url}/status`)).body.changes;

  it('reach the page although nobody reads the setting', async () => {
    expect(await changes()).toEqual([]);
    const client = new SSMClient(sample.environment.aws);
    await client.send(new PutParameterCommand({ Name: NAME, Value: VALUE, Overwrite: true }));
    client.destroy();
    const end = Date.now() + PATIENCE;
    while ((await changes()).length === 0 && Date.now() < end) await sleep(20);

    expect(await changes()).toEqual([
      { at: expect.stringMatching(/^\d{4}-.*Z$/), name: NAME, previousVersion: 1, version: 2 },
    ]);
    expect(sample.environment.awsCalls?.()).toMatchObject({ GetParametersByPath: 2 });
    expect((await get(`${sample.url}/settings`)).body).toMatchObject({ supportEmail: VALUE });
  }, 60_000);

  it('bring no value to the page or the log', async () => {
    const { text } = await get(`${sample.url}/status`);
    expect(text).toContain(NAME);
    expect(text).not.toContain('c4n4ry');
    expect(sample.logger.text).toContain(`"${NAME}" (version 1 to version 2)`);
    expect(sample.logger.text).not.toContain('c4n4ry');
  });
});
