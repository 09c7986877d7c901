import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SecretsProvider } from '@aws-lambda-powertools/parameters/secrets';
import { SSMProvider } from '@aws-lambda-powertools/parameters/ssm';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SSMClient } from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import middySsm from '@middy/ssm';
import { clearCache } from '@middy/util';
import { startLocalAws, type LocalAws } from 'nestjs-ssm-cache/testing';
import { readPage } from './support/markdown.js';
import { sectionOf, tableRows } from './support/tables.js';

const names = Array.from({ length: 25 }, (_, index) => `/p/${index}`);
const readers = Array.from({ length: 100 });

let aws: LocalAws;
let client: SSMClient;

beforeEach(async () => {
  const values = Object.fromEntries(names.map((name) => [name, 'value']));
  aws = await startLocalAws({ parameters: values, secrets: values });
  client = new SSMClient({ ...aws.clientConfig(), maxAttempts: 1 });
});
afterEach(async () => {
  client.destroy();
  await aws.close();
});

describe('Powertools', () => {
  const powertools = (): SSMProvider => new SSMProvider({ awsSdkV3Client: client });

  it('fetches again what is older than its max age', async () => {
    const provider = powertools();
    await provider.get('/p/1', { maxAge: 1 });
    aws.parameterStore.put('/p/1', 'new');

    expect(await provider.get('/p/1', { maxAge: 1 })).toBe('value');
    await sleep(1_100);
    expect(await provider.get('/p/1', { maxAge: 1 })).toBe('new');
  });

  it('asks once for each of the readers of an expired value', async () => {
    const provider = powertools();
    await provider.get('/p/1', { maxAge: 1 });
    await sleep(1_100);
    aws.resetCalls();
    await Promise.all(readers.map(() => provider.get('/p/1', { maxAge: 1 })));

    expect(aws.calls).toHaveLength(readers.length);
  });

  it('rejects while AWS is away', async () => {
    const provider = powertools();
    await provider.get('/p/1', { maxAge: 1 });
    aws.parameterStore.failAlways('ServiceUnavailable');
    await sleep(1_100);

    await expect(provider.get('/p/1', { maxAge: 1 })).rejects.toThrow('temporary failure');
  });

  it('takes 3 calls for 25 parameters by name', async () => {
    await powertools().getParametersByName(Object.fromEntries(names.map((name) => [name, {}])));

    expect(aws.calls).toHaveLength(3);
  });

  it('takes 25 calls for 25 secrets, and has no other way to read them', async () => {
    const awsSdkV3Client = new SecretsManagerClient({ ...aws.clientConfig(), maxAttempts: 1 });
    const provider = new SecretsProvider({ awsSdkV3Client });
    await Promise.all(names.map((name) => provider.get(name)));
    awsSdkV3Client.destroy();

    expect(aws.callsOf('GetSecretValue')).toHaveLength(25);
    await expect(provider.getMultiple('/p')).rejects.toThrow('Method not implemented');
  });
});

describe('@middy/ssm', () => {
  let key = 0;

  // Its own timer, which is not of interest here, would fetch in the background and reject where nobody listens.
  beforeEach(() => {
    jest.useFakeTimers({
      doNotFake: ['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'setInterval'],
    });
  });
  afterEach(() => {
    clearCache();
    jest.useRealTimers();
  });

  const pass = (milliseconds: number) => jest.setSystemTime(Date.now() + milliseconds);

  /** What a handler finds for each request that the middleware sees. */
  const middy = (fetchData: Record<string, string>, cacheExpiry = -1) => {
    const { before } = middySsm({
      fetchData,
      cacheExpiry,
      cacheKey: `test ${key++}`,
      disablePrefetch: true,
      awsClientOptions: { ...aws.clientConfig(), maxAttempts: 1 },
    });
    return async (): Promise<Record<string, unknown>> => {
      const internal: Record<string, unknown> = {};
      await before?.({ internal, context: {} } as never);
      return internal;
    };
  };

  it('fetches again what is older than its expiry', async () => {
    const request = middy({ one: '/p/1' }, 200);
    await (
      await request()
    ).one;
    aws.parameterStore.put('/p/1', 'new');

    expect(await (await request()).one).toBe('value');
    pass(400);
    expect(await (await request()).one).toBe('new');
  });

  it('asks once for all the requests at an expired value', async () => {
    const request = middy({ one: '/p/1' }, 200);
    await (
      await request()
    ).one;
    pass(400);
    aws.resetCalls();
    await Promise.all(readers.map(async () => (await request()).one));

    expect(aws.calls).toHaveLength(1);
  });

  it('rejects while AWS is away', async () => {
    const request = middy({ one: '/p/1' }, 200);
    await (
      await request()
    ).one;
    aws.parameterStore.failAlways('ServiceUnavailable');
    pass(400);
    const outcomes = await Promise.allSettled([(await request()).one]);

    expect(outcomes).toEqual([expect.objectContaining({ status: 'rejected' })]);
  });

  it('takes 3 calls for 25 parameters', async () => {
    const internal = await middy(Object.fromEntries(names.map((name) => [name, name])))();
    await Promise.all(Object.values(internal));

    expect(aws.calls).toHaveLength(3);
  });

  it('acts before a handler only, so that it hears of no error', () => {
    expect(Object.keys(middySsm({ disablePrefetch: true }))).toEqual(['before']);
  });
});

describe('docs/more/comparison.md', () => {
  it.each(['Powertools', '@middy/ssm', 'ssm-cache', 'nestjs-param-store'])(
    'says how to check each cell of %s in the README',
    async (name) => {
      const [readme, { text }] = await Promise.all([
        readPage('README.md'),
        readPage('docs/more/comparison.md'),
      ]);
      const shown = tableRows(sectionOf(readme.text, 'Beside others')).map((row) => cellOf(row, name));
      const explained = tableRows(sectionOf(text, name));

      expect(explained.map(({ cell }) => cell)).toEqual(shown);
      expect(explained.map((row) => row['how to check'])).not.toContain('');
    },
  );

  it.each([
    ['Powertools', '@aws-lambda-powertools/parameters'],
    ['@middy/ssm', '@middy/ssm'],
  ])('speaks of the version of %s that is tested', async (heading, name) => {
    const manifest = join(import.meta.dirname, '../../node_modules', name, 'package.json');
    const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string };
    const { text } = await readPage('docs/more/comparison.md');

    expect(sectionOf(text, heading)).toContain(`\`${name}\` ${version}`);
  });
});

/** The cell in the column that is headed by a link to `name`. */
const cellOf = (row: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.entries(row).find(([column]) => column.startsWith(`[${name}]`))?.[1];
