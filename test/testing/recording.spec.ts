import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { BatchGetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import {
  GetParameterCommand,
  GetParametersCommand,
  paginateGetParametersByPath,
  ParameterNotFound,
  PutParameterCommand,
  SSM,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { InvalidClientError, SsmCache } from 'nestjs-ssm-cache';
import {
  CallNotRecordedError,
  InMemoryParameterStore,
  InMemorySecretsManager,
  recordClient,
  RecordingFileError,
  replayClient,
  startLocalAws,
} from 'nestjs-ssm-cache/testing';
import { rejection, thrown } from '../support/make-cache.js';
import { closeRecordings } from './support/recordings.js';

let folder: string;
let file: string;
let recordings = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'recording-'));
});
beforeEach(() => {
  recordings += 1;
  file = join(folder, `${recordings}.json`);
});
afterEach(closeRecordings);
afterAll(() => rmSync(folder, { recursive: true }));

const text = (): string => readFileSync(file, 'utf8');
const calls = (): any[] => JSON.parse(text()).calls;
const names = (...Names: string[]) => ({ Names, WithDecryption: true });

/** A fake that gives the same answer to everything, once recorded and once replayed. */
async function replayed(answer: unknown, options?: { values?: 'mask' | 'keep' }): Promise<any> {
  const fake = { getSecretValue: async (_input: object) => answer };
  await recordClient(fake, file, options).getSecretValue({ SecretId: 's' });
  return replayClient(file).getSecretValue({ SecretId: 's' });
}

const masked = async (SecretString: string): Promise<any> => (await replayed({ SecretString })).SecretString;

describe('With the clients of the AWS SDK', () => {
  it('a cache reads from a replay what another read from AWS', async () => {
    const aws = await startLocalAws({
      parameters: { '/db/host': 'db.internal', '/db/port': '5432', '/zones': ['a', 'b', 'c'] },
      secrets: { 'prod/db': { user: 'shop', password: 's3cret' }, 'prod/key': Uint8Array.of(1, 2) },
    });
    const ssm = new SSMClient(aws.clientConfig());
    const vault = new SecretsManagerClient(aws.clientConfig());
    const read = async (cache: SsmCache) => {
      const handles = [
        cache.parameter('/db/host'),
        cache.parameter('/db/port', { transform: 'number' }),
        cache.parameter('/zones'),
        cache.secret('prod/db', { key: 'password' }),
        cache.secret('prod/key'),
        cache.parameters('/db'),
      ];
      const values = await Promise.all(handles.map((handle): Promise<any> => handle.get()));
      cache.close();
      return values;
    };
    const options = { values: 'keep' } as const;
    const ssmClient = recordClient(ssm, file, options);
    const recorded = await read(
      new SsmCache({ ssmClient, secretsManagerClient: recordClient(vault, file, options) }),
    );
    ssm.destroy();
    vault.destroy();
    await aws.close();

    const client = replayClient(file);
    const again = await read(new SsmCache({ ssmClient: client, secretsManagerClient: client }));
    expect(again).toEqual(recorded);
    expect(again.slice(0, 4)).toEqual(['db.internal', 5432, ['a', 'b', 'c'], 's3cret']);
  });

  it('a masked recording gives a cache stand-ins that it can convert', async () => {
    const aws = await startLocalAws({
      parameters: { '/db/host': 'db.internal', '/db/port': '5432', '/zones': ['eu', 'us', 'eu'] },
      secrets: { 'prod/db': { user: 'shop', password: 's3cret' } },
    });
    const ssm = recordClient(new SSMClient(aws.clientConfig()), file);
    const vault = recordClient(new SecretsManagerClient(aws.clientConfig()), file);
    const read = async (cache: SsmCache) => [
      await cache.parameter('/db/host').get(),
      await cache.parameter('/db/port', { transform: 'number' }).get(),
      await cache.parameter('/zones').get(),
      await cache.secret('prod/db', { key: 'user' }).get(),
    ];
    expect(await read(new SsmCache({ ssmClient: ssm, secretsManagerClient: vault }))).toEqual([
      'db.internal',
      5432,
      ['eu', 'us', 'eu'],
      'shop',
    ]);
    ssm.destroy();
    vault.destroy();
    await aws.close();

    const client = replayClient(file);
    expect(await read(new SsmCache({ ssmClient: client, secretsManagerClient: client }))).toEqual([
      '***1',
      2,
      ['***3', '***4', '***3'],
      expect.stringMatching(/^\*\*\*\d$/),
    ]);
    expect(text()).not.toMatch(/db\.internal|5432|shop|s3cret/);
  });

  it('commands, paginators, methods and the client itself work as before', async () => {
    const aws = await startLocalAws({ parameters: { '/a/1': 'x', '/a/2': 'y' } });
    const client = new SSM(aws.clientConfig());
    const recorded = recordClient(client, file);
    expect(recorded).toBeInstanceOf(SSMClient);
    expect(recorded.config).toBe(client.config);
    const pages = [];
    const pagination = { client: recorded, pageSize: 1 };
    for await (const { Parameters } of paginateGetParametersByPath(pagination, { Path: '/a' })) {
      pages.push(Parameters?.[0]?.Value);
    }
    expect(pages).toEqual(['x', 'y']);
    expect((await recorded.getParameter({ Name: '/a/1' })).Parameter?.Value).toBe('x');
    const error = await recorded.send(new GetParameterCommand({ Name: '/b' })).catch((failure) => failure);
    expect(error).toBeInstanceOf(ParameterNotFound);
    recorded.destroy();
    await aws.close();
    expect(calls().map(({ operation }) => operation)).toEqual([
      'GetParametersByPath',
      'GetParametersByPath',
      'GetParameter',
      'GetParameter',
    ]);
    const [{ output }] = calls();
    expect(output.$metadata).toEqual({ httpStatusCode: 200 });

    const client2 = replayClient(file);
    const next = { Path: '/a', MaxResults: 1, NextToken: output.NextToken };
    expect((await client2.getParametersByPath(next)).Parameters?.[0]?.Name).toBe('/a/2');
    const again = await client2.send(new GetParameterCommand({ Name: '/b' })).catch((failure) => failure);
    expect(again).toBeInstanceOf(ParameterNotFound);
    expect(again).toBeInstanceOf(Error);
    expect(again).toMatchObject({
      name: 'ParameterNotFound',
      $fault: 'client',
      $metadata: { httpStatusCode: 400 },
      message: `ParameterNotFound, as recorded in "${file}"`,
    });
  });

  it('a mock of a client can be recorded, and a command is replayed without its class', async () => {
    const mock = mockClient(SecretsManagerClient);
    mock.on(BatchGetSecretValueCommand).resolves({
      SecretValues: [{ Name: 'a', SecretString: 'x' }],
      Errors: [{ SecretId: 'b', ErrorCode: 'ResourceNotFoundException', Message: 'not x' }],
    });
    const client = recordClient(new SecretsManagerClient({ region: 'eu-west-1' }), file);
    await client.send(new BatchGetSecretValueCommand({ SecretIdList: ['a', 'b'] }));
    mock.restore();
    class BatchGetSecretValueCommandOfAnother {
      readonly schema = [9, 'com.amazonaws.secretsmanager', 'BatchGetSecretValue'];
      readonly input = { SecretIdList: ['b', 'a'] };
    }
    expect(await replayClient(file).send(new BatchGetSecretValueCommandOfAnother())).toEqual({
      SecretValues: [{ Name: 'a', SecretString: '***1' }],
      Errors: [{ SecretId: 'b', ErrorCode: 'ResourceNotFoundException' }],
    });
  });
});

describe('A recorded client', () => {
  it('passes every argument on, with the client as this', async () => {
    const getParameters = jest.fn(async (..._args: unknown[]) => ({ Parameters: [] }));
    const client = Object.freeze({ getParameters, region: 'eu-west-1' });
    const recorded = recordClient(client, file);
    const options = { abortSignal: AbortSignal.timeout(60_000) };
    const input = names('/a');
    expect(await recorded.getParameters(input, options)).toEqual({ Parameters: [] });
    expect(getParameters.mock.calls).toEqual([[input, options]]);
    expect(getParameters.mock.calls[0]?.[1]).toBe(options);
    expect(getParameters.mock.contexts[0]).toBe(client);
    expect(recorded.region).toBe('eu-west-1');
    expect('region' in recorded).toBe(true);
  });

  it('of a service in memory has all of its other members, unrecorded', async () => {
    const store = new InMemoryParameterStore({ '/a': 'x' });
    const recorded = recordClient(store, file);
    recorded.put('/b', 'y');
    recorded.latency = 1;
    expect(store.latency).toBe(1);
    await recorded.getParameters(names('/a', '/b'));
    expect(recorded.calls).toEqual(store.calls);
    expect(calls()).toHaveLength(1);
    recorded.destroy();
    recorded.destroy();
    expect(store.destroyed).toBe(true);
    await recorded.getParameters(names('/a'));
    expect(calls()).toHaveLength(1);
  });

  it('writes its file before the caller has the answer, and anew from the start', async () => {
    writeFileSync(file, 'of before');
    const store = new InMemoryParameterStore({ '/a': 'x' }, { clock: () => 1_553_305_645_235 });
    const recorded = recordClient(store, file);
    expect(calls()).toEqual([]);
    await recorded.getParameters(names('/a'));
    expect(text()).toBe(`{
  "format": "nestjs-ssm-cache/recording@1",
  "calls": [
    {
      "operation": "GetParameters",
      "input": {
        "Names": [
          "/a"
        ],
        "WithDecryption": true
      },
      "output": {
        "$metadata": {
          "httpStatusCode": 200
        },
        "InvalidParameters": [],
        "Parameters": [
          {
            "ARN": "arn:aws:ssm:us-east-1:123456789012:parameter/a",
            "DataType": "text",
            "LastModifiedDate": {
              "$date": "2019-03-23T01:47:25.235Z"
            },
            "Name": "/a",
            "Type": "String",
            "Value": "***1",
            "Version": 1
          }
        ]
      }
    }
  ]
}
`);
    expect(statSync(file).mode % 0o1000).toBe(0o600);
    const { Parameters = [] } = await replayClient(file).getParameters(names('/a'));
    expect(Parameters[0]?.LastModifiedDate).toEqual(new Date(1_553_305_645_235));
  });

  it('writes concurrent calls in the order in which they began, each complete', async () => {
    const latencies = Array.from({ length: 40 }, (_, index) => (index * 7) % 13);
    const waits = [...latencies];
    const parameters = Object.fromEntries(latencies.map((_, index) => [`/${index}`, `value ${index}`]));
    const store = new InMemoryParameterStore(parameters, { latency: () => waits.shift() ?? 0 });
    const vault = new InMemorySecretsManager({ s: 'value 0' }, { latency: 3 });
    const recorded = recordClient(store, file);
    const other = recordClient(vault, join(folder, '.', `${recordings}.json`));
    const all = Object.keys(parameters).map((Name) => recorded.getParameter({ Name }));
    await Promise.all([...all, other.getSecretValue({ SecretId: 's' })]);
    expect(calls().map(({ input }) => input.Name ?? input.SecretId)).toEqual([
      ...Object.keys(parameters),
      's',
    ]);
    expect(calls()[39].output.Parameter.Value).toBe('***40');
    expect(calls()[40].output.SecretString).toBe('***1');
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('shares its file until every client of it is destroyed; the next one begins anew', async () => {
    const fake = () => ({ getParameters: async () => ({}), destroy: () => {} });
    const [first, second] = [recordClient(fake(), file), recordClient(fake(), file)];
    await first.getParameters();
    first.destroy();
    first.destroy();
    await second.getParameters();
    expect(calls()).toHaveLength(2);
    second.destroy();
    recordClient(fake(), file);
    expect(calls()).toEqual([]);
    await second.getParameters();
    expect(calls()).toEqual([]);
  });

  it('keeps the calls that end after an error, and leaves out those that were aborted', async () => {
    const store = new InMemoryParameterStore({ '/a': 'x' });
    const recorded = recordClient(store, file);
    store.failNext({ name: 'InternalServerError', status: 500, message: 'about x' });
    const failed = await rejection(recorded.getParameters(names('/a')));
    expect(failed.message).toBe('about x');
    const abortSignal = AbortSignal.abort();
    expect((await rejection(recorded.getParameters(names('/a'), { abortSignal }))).name).toBe('AbortError');
    await recorded.getParameters(names('/a'));
    expect(calls()).toEqual([
      expect.objectContaining({
        error: { name: 'InternalServerError', $fault: 'server', $metadata: { httpStatusCode: 500 } },
      }),
      expect.objectContaining({ output: expect.any(Object) }),
    ]);
  });

  it.each([
    [Object.assign(new Error('x'), { name: 'TimeoutError', code: 'ECONNRESET' }), 'TimeoutError'],
    [Object.assign(new Error('x'), { name: 'value: x', code: 'x', $fault: 'x', $metadata: 'x' }), 'Error'],
    [undefined, 'Error'],
    ['x', 'Error'],
  ])('writes of an error nothing that could be a value: %p', async (reason, name) => {
    const failing = {
      getParameters: () => {
        throw reason;
      },
    };
    await expect((async () => recordClient(failing, file).getParameters())()).rejects.toBe(reason);
    const [{ error }] = calls();
    expect(error.name).toBe(name);
    expect(text()).not.toContain('x"');
    const again: any = await rejection(replayClient(file).getParameters({ Names: undefined }));
    expect(again.name).toBe(name);
    expect(again.code).toBe(name === 'TimeoutError' ? 'ECONNRESET' : undefined);
  });

  it('passes calls with a callback on, unrecorded', async () => {
    const client = { send: jest.fn((_command: object, callback: () => void) => callback()) };
    const callback = jest.fn();
    recordClient(client, file).send(new GetParameterCommand({ Name: '/a' }), callback);
    expect(callback).toHaveBeenCalledTimes(1);
    expect(calls()).toEqual([]);
  });

  it('shows no value to util.inspect', async () => {
    const recorded = recordClient(new InMemorySecretsManager({ s: 's3cret' }), file);
    await recorded.getSecretValue({ SecretId: 's' });
    expect(inspect(recorded, { depth: 9, showHidden: true, showProxy: true })).not.toContain('s3cret');
  });

  it.each([[{}], [{ send: true }], ['client'], [null]])('cannot be made of %p', (client) => {
    const error = thrown(() => recordClient(client as object, file));
    expect(error).toBeInstanceOf(InvalidClientError);
    expect(error.message).toContain('neither send(command) nor a method of AWS');
  });

  it('can be made of a function with methods', async () => {
    const client = Object.assign(() => {}, { send: async () => ({ Parameters: [] }) });
    await (recordClient(client, file) as any).send({ input: { Name: '/a' } });
    expect(calls()).toEqual([{ operation: 'Unknown', input: { Name: '/a' }, output: { Parameters: [] } }]);
  });

  it('says which file cannot be written, when it is made and when it is called', async () => {
    writeFileSync(file, '');
    const below = join(file, 'recording.json');
    const error = thrown(() => recordClient(new InMemoryParameterStore(), below));
    expect(error).toBeInstanceOf(RecordingFileError);
    expect(error).toMatchObject({ code: 'SSM_CACHE_RECORDING_FILE', names: [below] });
    expect(error.message).toMatch(/^The recording ".*recording\.json" cannot be written \(E\w+\)\. Check/);

    const own = join(folder, 'own');
    const recorded = recordClient(new InMemoryParameterStore(), join(own, 'sub', 'recording.json'));
    rmSync(own, { recursive: true });
    writeFileSync(own, '');
    await expect(recorded.getParameters(names('/a'))).rejects.toThrow('cannot be written');

    const error2 = thrown(() => recordClient(new InMemoryParameterStore(), folder));
    expect(error2.message).toContain('cannot be written');
    expect(readdirSync(join(folder, '..')).filter((name) => name.startsWith(`${folder}.`))).toEqual([]);
  });
});

describe('A stand-in', () => {
  it.each([
    ['s3cret', '***1'],
    ['a, b', '***1'],
    ['null', '***1'],
    ['{"a":', '***1'],
    ['5432', '1'],
    [' -1.5e3 ', '1'],
    ['False', 'true'],
    ['{"user":"shop","nested":{"port":5432,"on":true,"none":null}}', expect.any(String)],
    ['["a","b","a"]', '["***1","***2","***1"]'],
  ])('of %p is of the same kind', async (value, standIn) => {
    expect(await masked(value)).toEqual(standIn);
  });

  it('of JSON keeps the names of members and the kinds of values', async () => {
    const value = { user: 'shop', same: 'shop', nested: { port: 5432, on: true, off: false, none: null } };
    expect(JSON.parse(await masked(JSON.stringify(value)))).toEqual({
      nested: { none: null, off: true, on: false, port: 1 },
      same: '***2',
      user: '***2',
    });
  });

  it('of a member that is named __proto__ is a member like any other', async () => {
    expect(await masked('{"__proto__":"x"}')).toBe('{"__proto__":"***1"}');
  });

  it('is equal for equal values and different for different ones, in all calls of the recording', async () => {
    const store = new InMemoryParameterStore({ '/a': 'x', '/b': 'y', '/c': 'x' });
    const recorded = recordClient(store, file);
    for (const Name of ['/a', '/b', '/c']) await recorded.getParameter({ Name });
    store.put('/a', 'z');
    await recorded.getParameter({ Name: '/a' });
    expect(calls().map(({ output }) => output.Parameter.Value)).toEqual(['***1', '***2', '***1', '***3']);
  });

  it('of a StringList has as many items', async () => {
    const store = new InMemoryParameterStore({ '/zones': ['eu', 'us', 'eu', '7'] });
    await recordClient(store, file).getParameter({ Name: '/zones' });
    const { Parameter } = await replayClient(file).getParameter({ Name: '/zones' });
    expect(Parameter?.Value).toBe('***1,***2,***1,3');
  });

  it('of bytes is bytes; bytes that are kept are the same bytes', async () => {
    const answer = { SecretBinary: Uint8Array.of(1, 2), Other: Buffer.from('kept') };
    const { SecretBinary, Other } = await replayed(answer);
    expect(SecretBinary).toEqual(new TextEncoder().encode('***1'));
    expect(Other).toEqual(new TextEncoder().encode('kept'));
    file += '.kept';
    expect((await replayed(answer, { values: 'keep' })).SecretBinary).toEqual(Uint8Array.of(1, 2));
  });

  it('stands for a secret that is read through Parameter Store, and for the answer it came in', async () => {
    const secretsManager = new InMemorySecretsManager({ s: '{"user":"shop"}' });
    const store = new InMemoryParameterStore({}, { secretsManager });
    const Name = '/aws/reference/secretsmanager/s';
    await recordClient(store, file).getParameter({ Name, WithDecryption: true });
    const { Parameter } = await replayClient(file).getParameter({ Name, WithDecryption: true });
    expect(JSON.parse(Parameter?.Value ?? '')).toEqual({ user: expect.stringMatching(/^\*\*\*\d$/) });
    expect(JSON.parse(Parameter?.SourceResult ?? '')).toMatchObject({ SecretString: Parameter?.Value });
    expect(text()).not.toContain('shop');
  });

  it('stands for values that are put, and for whatever else an input may hold', async () => {
    const recorded = recordClient(new InMemorySecretsManager(), file);
    await recorded.createSecret({
      Name: 's',
      SecretString: 's3cret',
      ClientRequestToken: 't'.repeat(32),
      Tags: [{ Key: 'k', Value: 's3cret' }],
    });
    const store = recordClient(new InMemoryParameterStore(), file);
    const put = { Name: '/l', Type: 'StringList', Value: 's3cret,b' } as const;
    await store.send(new PutParameterCommand(put));
    await store.getParameters({ Names: ['/l'], SecretSting: 's3cret' } as any).catch(() => {});
    expect(calls().map(({ input }) => input)).toEqual([
      { Name: 's', SecretString: '***1', Tags: [{ Key: '***2', Value: '***1' }] },
      { Name: '/l', Type: 'StringList', Value: '***1,***3' },
      { Names: ['/l'], SecretSting: '***1' },
    ]);
    const client = replayClient(file);
    expect(await client.putParameter({ ...put, Value: 'another' })).toMatchObject({ Version: 1 });
    expect(await client.createSecret({ Name: 's', SecretString: 'o', Tags: [] })).toMatchObject({
      Name: 's',
    });
  });

  it.each([
    [undefined, undefined],
    [null, null],
    [
      { Value: 5, a: Number.NaN, b: () => {}, c: [undefined] },
      { Value: 1, a: null, c: [null] },
    ],
    [{ Value: new Date(Number.NaN), a: undefined }, { Value: null }],
  ])('is made of answers that AWS never gives: %p', async (answer, again) => {
    expect(await replayed(answer)).toEqual(again);
  });
});

describe('A replayed client', () => {
  const recordParameters = async (...inputs: any[]): Promise<void> => {
    const recorded = recordClient({ getParameters: async (input: any) => ({ Asked: input }) }, file);
    for (const input of inputs) await recorded.getParameters(input);
  };

  it('answers by what is asked, whatever the order and what is made up for each call', async () => {
    const filter = (Key: string, ...Values: string[]) => ({ Key, Option: 'Equals', Values });
    const fake = { getParametersByPath: async (_input: object) => ({ NextToken: 'next' }) };
    await recordClient(fake, file).getParametersByPath({
      Path: '/a',
      ParameterFilters: [filter('Type', 'String', 'SecureString'), filter('KeyId', 'k')],
    });
    const client = replayClient(file);
    const input = {
      ParameterFilters: [filter('KeyId', 'k'), filter('Type', 'SecureString', 'String')],
      Path: '/a',
      Recursive: false,
      NextToken: undefined,
      ClientRequestToken: 'made up',
      $middleware: true,
    };
    expect(await client.getParametersByPath(input)).toEqual({ NextToken: 'next' });
    await expect(client.getParametersByPath({ ...input, NextToken: 'next' })).rejects.toThrow('"next"');
    await expect(client.getParametersByPath({ ...input, Recursive: true })).rejects.toThrow('Recursive');
  });

  it('answers equal calls in their order, the last for ever, with a new object each time', async () => {
    const store = new InMemoryParameterStore({ '/a': 'x' });
    const recorded = recordClient(store, file);
    await recorded.getParameter({ Name: '/a' });
    store.failNext('ThrottlingException');
    await rejection(recorded.getParameter({ Name: '/a' }));
    store.put('/a', 'y');
    await recorded.getParameter({ Name: '/a' });
    const client = replayClient(file);
    const value = async () => (await client.getParameter({ Name: '/a' })).Parameter?.Value;
    expect((await rejection(value().then(value))).name).toBe('ThrottlingException');
    expect([await value(), await value()]).toEqual(['***2', '***2']);
    const [one, other] = [
      await client.getParameter({ Name: '/a' }),
      await client.getParameter({ Name: '/a' }),
    ];
    expect(one).toEqual(other);
    expect(one).not.toBe(other);
    client.destroy();
    expect(await value()).toBe('***2');
  });

  it('takes no answer for a call that is aborted', async () => {
    await recordParameters(names('/a'));
    const abortSignal = AbortSignal.abort();
    const client = replayClient(file);
    expect((await rejection(client.getParameters(names('/a'), { abortSignal }))).name).toBe('AbortError');
    expect(await client.getParameters(names('/a'), {})).toEqual({ Asked: names('/a') });
  });

  it('shows for a call that was not recorded the three nearest, and how to record it', async () => {
    await recordParameters(
      names('/z', '/y'),
      names('/prod/db/hosts'),
      names('/prod/db/host', '/x'),
      names('/prod/q'),
    );
    const recorded = recordClient(new InMemorySecretsManager(), file);
    await rejection(recorded.getSecretValue({ SecretId: '/prod/db/host' }));
    const error = await rejection(
      replayClient(file).getParameters({ Names: ['/prod/db/host'], Value: 's3cret' } as any),
    );
    expect(error).toBeInstanceOf(CallNotRecordedError);
    expect(error).toMatchObject({ code: 'SSM_CACHE_CALL_NOT_RECORDED', names: ['/prod/db/host'] });
    expect(error.message).toBe(
      [
        `"${file}" holds no answer to GetParameters {"Names":["/prod/db/host"],"Value":"***"}.`,
        'The nearest recorded calls are:',
        '  GetParameters {"Names":["/prod/db/hosts"],"WithDecryption":true}',
        '  GetParameters {"Names":["/prod/db/host","/x"],"WithDecryption":true}',
        '  GetParameters {"Names":["/prod/q"],"WithDecryption":true}',
        `Run once against AWS with recordClient(client, ${JSON.stringify(file)}) to record it.`,
      ].join('\n'),
    );
    const unknown = await rejection(replayClient(file).send({ input: { SecretId: '/prod/db/host' } }));
    expect(unknown.message).toMatch(/to Unknown .*\n.*\n {2}GetSecretValue/);
    const nameless = await rejection(replayClient(file).listSecrets());
    expect(nameless.message).toContain('holds no answer to ListSecrets {}.');
  });

  it('that holds nothing says so; a cache passes the error on', async () => {
    recordClient(new InMemoryParameterStore(), file);
    const error = await rejection(replayClient(file).send(new GetParametersCommand(names('/a'))));
    expect(error.message).toContain('No call is recorded in it.');
    const cache = new SsmCache({ ssmClient: replayClient(file) });
    expect(await rejection(cache.parameter('/a').get())).toBeInstanceOf(CallNotRecordedError);
    cache.close();
  });

  it.each([
    ['s3cret', 'it is not JSON'],
    ['"s3cret"', 'it is not a recording of the format "nestjs-ssm-cache/recording@1"'],
    ['{"format":"other","calls":[]}', 'it is not a recording of the format'],
    ['{"format":"nestjs-ssm-cache/recording@1","calls":{}}', 'it is not a recording of the format'],
    ...['"s3cret"', '{"operation":7}', '{"operation":"X","input":[]}'].map((call) => [
      `{"format":"nestjs-ssm-cache/recording@1","calls":[{"operation":"X","input":{}},${call}]}`,
      'call 2 in it is malformed',
    ]),
    ...['"s3cret"', '{"name":7}'].map((error) => [
      `{"format":"nestjs-ssm-cache/recording@1","calls":[{"operation":"X","input":{},"error":${error}}]}`,
      'call 1 in it is malformed',
    ]),
  ] as [string, string][])('cannot be made of the file %p', (content, reason) => {
    writeFileSync(file, content);
    const error = thrown(() => replayClient(file));
    expect(error).toBeInstanceOf(RecordingFileError);
    expect(error.message).toContain(`The recording "${file}" cannot be used: ${reason}`);
    expect(inspect(error, { showHidden: true })).not.toContain('s3cret');
  });

  it('says that a file is missing or cannot be read', () => {
    expect(thrown(() => replayClient(file)).message).toBe(
      `The recording "${file}" cannot be used: it does not exist. Run once against AWS with recordClient(client, ${JSON.stringify(file)}) to make it.`,
    );
    expect(thrown(() => replayClient(folder)).message).toContain('it cannot be read (EISDIR)');
  });
});
