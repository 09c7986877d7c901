import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { SecretsManagerClient, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, paginateGetParametersByPath, SSMClient } from '@aws-sdk/client-ssm';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  InMemoryParameterStore,
  InMemorySecretsManager,
  type LocalAws,
  type LocalAwsOptions,
  startLocalAws,
} from 'nestjs-ssm-cache/testing';
import request from 'supertest';
import { outcome } from './support/both-ways.js';

let aws: LocalAws;
afterEach(() => aws?.close());

async function started(options?: LocalAwsOptions): Promise<LocalAws> {
  aws = await startLocalAws(options);
  return aws;
}

/** A request as no SDK makes it. */
const post = (target: string | undefined, body: string | object, headers: Record<string, string> = {}) =>
  request(aws.endpoint)
    .post('/')
    .set({
      'content-type': 'application/x-amz-json-1.1',
      ...(target ? { 'x-amz-target': target } : {}),
      ...headers,
    })
    .buffer(true)
    .parse((response, done) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => done(null, Buffer.concat(chunks).toString()));
    })
    .send(typeof body === 'string' ? body : JSON.stringify(body));

const clock = () => 1_553_305_645_235;

describe('On the wire', () => {
  it('Parameter Store writes times in scientific notation', async () => {
    await started({
      clock,
      region: 'eu-west-1',
      accountId: '111111111111',
      parameters: { foo: 'abc123' },
    });
    const { status, body, headers } = await post('AmazonSSM.GetParameters', { Names: ['foo:1', 'missing'] });
    expect(status).toBe(200);
    expect(body).toContain('"LastModifiedDate":1.553305645235E9');
    expect(JSON.parse(body)).toEqual({
      InvalidParameters: ['missing'],
      Parameters: [
        {
          ARN: 'arn:aws:ssm:eu-west-1:111111111111:parameter/foo',
          DataType: 'text',
          LastModifiedDate: 1_553_305_645.235,
          Name: 'foo',
          Selector: ':1',
          Type: 'String',
          Value: 'abc123',
          Version: 1,
        },
      ],
    });
    expect(headers).toEqual(
      expect.objectContaining({
        'content-type': 'application/x-amz-json-1.1',
        'content-length': String(Buffer.byteLength(body)),
        'x-amzn-requestid': expect.stringMatching(/^[\w-]{36}$/),
        date: expect.any(String),
      }),
    );
  });

  it('Secrets Manager writes times as decimals and bytes as base64', async () => {
    await started({ clock, secrets: { s: Buffer.from('footest') } });
    const { body } = await post('secretsmanager.GetSecretValue', { SecretId: 's' });
    expect(body).toContain('"CreatedDate":1553305645.235');
    expect(body).toContain('"SecretBinary":"Zm9vdGVzdA=="');
  });

  it('what was stored is read again as base64, padded or not', async () => {
    await started();
    const create = (Name: string, SecretBinary: string) =>
      post('secretsmanager.CreateSecret', { Name, SecretBinary, ClientRequestToken: 't'.repeat(32) });
    expect((await create('a', 'AQI=')).status).toBe(200);
    expect((await create('b', 'AQI')).status).toBe(200);
    expect(JSON.parse((await create('c', '#')).body)).toEqual({
      __type: 'SerializationException',
      message: 'Invalid base64',
    });
    expect(JSON.parse((await create('d', 7 as never)).body).message).toBe(
      'NUMBER_VALUE can not be converted to a Blob',
    );
    const { body } = await post('secretsmanager.GetSecretValue', { SecretId: 'b' });
    expect(JSON.parse(body).SecretBinary).toBe('AQI=');
  });

  it.each([
    ['AmazonSSM.GetParameter', { Name: 'x' }, { __type: 'ParameterNotFound' }],
    [
      'AmazonSSM.GetParameter',
      { Name: 'foo:9' },
      { __type: 'ParameterVersionNotFound', message: expect.any(String) },
    ],
    [
      'AmazonSSM.GetParameters',
      { Names: [] },
      { __type: 'ValidationException', message: expect.any(String) },
    ],
    [
      'AmazonSSM.GetParametersByPath',
      { Path: '/', NextToken: 'x' },
      { __type: 'InvalidNextToken', Message: expect.any(String) },
    ],
    [
      'AmazonSSM.GetParametersByPath',
      { Path: '/', ParameterFilters: [{ Key: 'Type', Values: ['x'] }] },
      { __type: 'InvalidFilterValue', Message: expect.any(String) },
    ],
    [
      'AmazonSSM.GetParametersByPath',
      { Path: '/', ParameterFilters: [{ Key: 'Type', Option: 'x', Values: ['x'] }] },
      { __type: 'InvalidFilterOption', message: expect.any(String) },
    ],
    [
      'secretsmanager.GetSecretValue',
      { SecretId: 'x' },
      { __type: 'ResourceNotFoundException', Message: expect.any(String) },
    ],
    ['secretsmanager.GetSecretValue', {}, { __type: 'ValidationException', message: expect.any(String) }],
    [
      'secretsmanager.PutSecretValue',
      { SecretId: 's', SecretString: 'v' },
      {
        Message: 'You must provide a ClientRequestToken value. We recommend a UUID-type value.',
        __type: 'InvalidRequestException',
      },
    ],
    [
      'AmazonSSM.AddTagsToResource',
      {},
      {
        __type: 'UnknownOperationException',
        message: expect.stringMatching(
          /^The in-memory Parameter Store has no operation "AddTagsToResource"\. Its operations are .*PutParameter/,
        ),
      },
    ],
    [
      'secretsmanager.GetRandomPassword',
      {},
      {
        __type: 'UnknownOperationException',
        message: expect.stringMatching(
          /^The in-memory Secrets Manager has no operation "GetRandomPassword"\. Its operations are .*GetSecretValue/,
        ),
      },
    ],
    [
      'AmazonSSM.toString',
      {},
      { __type: 'UnknownOperationException', message: expect.stringContaining('no operation "toString"') },
    ],
    [
      'AmazonEC2.GetParameter',
      {},
      {
        __type: 'UnknownOperationException',
        message:
          'The local AWS does not serve "AmazonEC2.GetParameter". The targets are "AmazonSSM.<operation>", "secretsmanager.<operation>", "AmazonSQS.<operation>".',
      },
    ],
    [
      'AmazonSSM',
      {},
      { __type: 'UnknownOperationException', message: expect.stringContaining('does not serve "AmazonSSM"') },
    ],
    [
      'AmazonSSM.Get-Parameter',
      {},
      { __type: 'UnknownOperationException', message: expect.stringContaining('"AmazonSSM.Get-Parameter"') },
    ],
    [
      undefined,
      {},
      {
        __type: 'UnknownOperationException',
        message: expect.stringMatching(/^The header x-amz-target is missing\. .*"AmazonSSM\.<operation>"/),
      },
    ],
    ['AmazonSSM.GetParameter', '{"Name":', { __type: 'SerializationException', message: expect.any(String) }],
    ['AmazonSSM.GetParameter', 'null', { __type: 'SerializationException', message: expect.any(String) }],
    ['AmazonSSM.GetParameter', '[]', { __type: 'SerializationException', message: expect.any(String) }],
    ['AmazonSSM.GetParameter', '"Name"', { __type: 'SerializationException', message: expect.any(String) }],
    [
      'AmazonSSM.GetParameter',
      { Name: 5 },
      { __type: 'SerializationException', message: 'NUMBER_VALUE can not be converted to a String' },
    ],
    [
      'AmazonSSM.GetParametersByPath',
      { Path: '/', MaxResults: '5' },
      { __type: 'SerializationException', message: 'STRING_VALUE can not be converted to an Integer' },
    ],
    [
      'AmazonSSM.GetParameters',
      { Names: [null] },
      { __type: 'ValidationException', message: expect.any(String) },
    ],
  ])('%s %j is answered with status 400 and %j', async (target, body, answer) => {
    await started({ parameters: { foo: 'v' }, secrets: { s: 'v' } });
    const { status, body: answered } = await post(target, body);
    expect([status, JSON.parse(answered)]).toEqual([400, answer]);
  });

  it('an unknown operation of the Security Token Service is told those that there are', async () => {
    await started();
    const { status, body } = await post(undefined, 'Action=GetSessionToken&Version=2011-06-15', {
      'content-type': 'application/x-www-form-urlencoded',
    });

    expect(status).toBe(400);
    expect(body).toContain('<Code>InvalidAction</Code>');
    expect(body).toMatch(/no operation "GetSessionToken"\. Its operations are .*AssumeRole/);
  });

  it('what is null, absent or unknown makes no difference', async () => {
    await started({ parameters: { foo: 'v' } });
    const { status } = await post('AmazonSSM.GetParameter', { Name: 'foo', WithDecryption: null, Other: 1 });
    expect(status).toBe(200);
    expect((await post('AmazonSSM.DescribeParameters', '')).status).toBe(200);
  });

  it('answers to anything but POST are those of AWS', async () => {
    await started();
    const { status, text } = await request(aws.endpoint).get('/any/path');
    expect([status, text]).toEqual([404, '<UnknownOperationException/>\n']);
    expect((await request(aws.endpoint).head('/')).status).toBe(404);
    expect((await request(aws.endpoint).put('/').send('x')).status).toBe(404);
  });

  it('is lenient with signatures, unless told not to be', async () => {
    await started({ requireSignature: true, parameters: { foo: 'v' } });
    const target = 'AmazonSSM.GetParameter';
    const { status, body } = await post(target, { Name: 'foo' });
    expect([status, JSON.parse(body)]).toEqual([
      400,
      { __type: 'MissingAuthenticationTokenException', message: 'Missing Authentication Token' },
    ]);
    expect((await post(target, { Name: 'foo' }, { authorization: 'AWS4-HMAC-SHA256 any' })).status).toBe(200);
    const presigned = await request(aws.endpoint)
      .post('/?X-Amz-Signature=abc')
      .set('x-amz-target', target)
      .send(JSON.stringify({ Name: 'foo' }));
    expect(presigned.status).toBe(200);
  });

  it('refuses a body that is too long, and answers the next request', async () => {
    await started({ maxBodyBytes: 1000, parameters: { foo: 'v' } });
    const { status, body } = await post('AmazonSSM.GetParameter', { Name: 'n'.repeat(300_000) });
    expect([status, JSON.parse(body)]).toEqual([
      413,
      { __type: 'RequestEntityTooLargeException', message: 'Request Entity Too Large' },
    ]);
    expect((await post('AmazonSSM.GetParameter', { Name: 'foo' })).status).toBe(200);
  });

  it('survives what is no HTTP at all, and clients that are too slow or go away', async () => {
    await started({ requestTimeout: 20, parameters: { foo: 'v' } });
    const talk = async (text: string, hangUp = false): Promise<string> => {
      const socket = connect(aws.port, '127.0.0.1');
      socket.on('error', () => undefined);
      let answer = '';
      socket.on('data', (chunk) => (answer += chunk.toString()));
      socket.write(text);
      if (hangUp) socket.end();
      await once(socket, 'close');
      return answer;
    };
    const unfinished = 'POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n\r\n{';
    expect(await talk('nonsense\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect(await talk(unfinished)).toMatch(/^HTTP\/1\.1 408 /);
    await talk(unfinished, true);
    expect((await post('AmazonSSM.GetParameter', { Name: 'foo' })).status).toBe(200);
  });
});

describe('Clients of the SDK', () => {
  it('page through a path', async () => {
    const names = Array.from({ length: 25 }, (_, index) => `/p/${index}`);
    await started({ parameters: Object.fromEntries(names.map((name) => [name, 'v'])), pages: 'sparse' });
    const client = new SSMClient(aws.clientConfig());
    const seen: (string | undefined)[] = [];
    for await (const page of paginateGetParametersByPath({ client }, { Path: '/p' })) {
      seen.push(...(page.Parameters ?? []).map(({ Name }) => Name));
    }
    client.destroy();
    expect(new Set(seen)).toEqual(new Set(names));
    expect(seen).toHaveLength(names.length);
    expect(aws.callsOf('GetParametersByPath')).toHaveLength(6);
  });

  it('find the endpoint in the environment, in another process', async () => {
    await started({ parameters: { foo: 'v' } });
    const script = `
      import { SSMClient, GetParameterCommand } from '@aws-sdk/client-ssm';
      const { Parameter } = await new SSMClient().send(new GetParameterCommand({ Name: 'foo' }));
      console.log(Parameter.Value);`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
      env: {
        AWS_ENDPOINT_URL: aws.endpoint,
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'any',
        AWS_SECRET_ACCESS_KEY: 'any',
      },
    });
    expect(stdout.trim()).toBe('v');
  });

  it('get the classes of their errors', async () => {
    await started();
    const client = new SecretsManagerClient({ ...aws.clientConfig(), maxAttempts: 1 });
    const error: any = await client
      .send(new GetSecretValueCommand({ SecretId: 's' }))
      .catch((reason) => reason);
    expect(error.constructor.name).toBe('ResourceNotFoundException');
    aws.secretsManager.deny('s');
    const denied: any = await client
      .send(new GetSecretValueCommand({ SecretId: 's' }))
      .catch((reason) => reason);
    expect([denied.constructor.name, denied.name]).toEqual([
      'SecretsManagerServiceException',
      'AccessDeniedException',
    ]);
    client.destroy();
  });
});

describe('A local AWS', () => {
  it('serves the instances it is given', async () => {
    const parameterStore = new InMemoryParameterStore({ foo: 'v' }, { region: 'eu-west-1' });
    const secretsManager = new InMemorySecretsManager({ s: 'v' });
    await started({ parameterStore, secretsManager });
    expect(aws.parameterStore).toBe(parameterStore);
    expect(aws.secretsManager).toBe(secretsManager);
    expect(aws.clientConfig()).toEqual({
      endpoint: `http://127.0.0.1:${aws.port}`,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    parameterStore.put('foo', 'w');
    const { body } = await post('AmazonSSM.GetParameter', { Name: 'foo' });
    expect(JSON.parse(body).Parameter.Value).toBe('w');
  });

  it('reads its own secrets through Parameter Store', async () => {
    await started({ secrets: { s: 'v' } });
    const { body } = await post('AmazonSSM.GetParameter', {
      Name: '/aws/reference/secretsmanager/s',
      WithDecryption: true,
    });
    expect(JSON.parse(body).Parameter.Value).toBe('v');
  });

  it('records the requests of both services, without values', async () => {
    await started({ clock, secrets: { s: 'v' } });
    const value = 'a-secret-value';
    await post('AmazonSSM.PutParameter', { Name: 'foo', Value: value, Type: 'String' });
    await post('secretsmanager.GetSecretValue', { SecretId: 's' });
    await post('secretsmanager.Nothing', { value });
    await post('AmazonSSM.PutParameter', `{"Value":"${value}`);
    expect(aws.calls).toEqual([
      {
        service: 'ssm',
        operation: 'PutParameter',
        input: { Name: 'foo', Value: '***', Type: 'String' },
        at: clock(),
      },
      { service: 'secretsmanager', operation: 'GetSecretValue', input: { SecretId: 's' }, at: clock() },
      { service: 'secretsmanager', operation: 'Nothing', input: '***', at: clock() },
      { service: 'ssm', operation: 'PutParameter', input: '***', at: clock() },
    ]);
    expect(aws.callsOf('GetSecretValue')).toEqual([aws.calls[1]]);
    expect(aws.parameterStore.calls).toHaveLength(1);
    aws.resetCalls();
    expect([aws.calls, aws.parameterStore.calls, aws.secretsManager.calls]).toEqual([[], [], []]);
  });

  it('throttles and lags when told to', async () => {
    const milliseconds: number[] = [];
    const timers = {
      setTimeout: (callback: () => void, ms: number) => {
        milliseconds.push(ms);
        setImmediate(callback);
      },
      clearTimeout: () => undefined,
    };
    await started({ clock, timers, latency: 5, parameters: { foo: 'v' } });
    aws.throttle({ ratePerSecond: 1 });
    const get = async () => (await post('AmazonSSM.GetParameter', { Name: 'foo' })).status;
    expect([await get(), await get()]).toEqual([200, 400]);
    aws.throttle(false);
    expect(aws.latency).toBe(5);
    aws.latency = () => 7;
    expect(await get()).toBe(200);
    expect(milliseconds).toEqual([5, 5, 7]);
  });

  it('closes at once, also while a client waits, and twice', async () => {
    await started({ parameters: { foo: 'v' }, latency: 3_600_000 });
    const client = new SSMClient({ ...aws.clientConfig(), maxAttempts: 1 });
    const waiting = outcome(client.send(new GetParameterCommand({ Name: 'foo' })));
    await arrival(aws);
    await aws.close();
    expect(await waiting).toHaveProperty(
      'message',
      expect.stringMatching(/ECONNRESET|socket hang up|aborted/),
    );
    await aws[Symbol.asyncDispose]();
    expect(await outcome(client.send(new GetParameterCommand({ Name: 'foo' })))).toHaveProperty('error');
    client.destroy();
  });

  it('leaves nothing behind that would keep a process alive', async () => {
    const resources = () => process.getActiveResourcesInfo().filter((name) => name.startsWith('TCP')).length;
    const before = resources();
    await started({ latency: 3_600_000 });
    const client = new SSMClient({ ...aws.clientConfig(), maxAttempts: 1 });
    const waiting = outcome(client.send(new GetParameterCommand({ Name: 'foo' })));
    await arrival(aws);
    expect(resources()).toBeGreaterThan(before);
    await aws.close();
    await waiting;
    client.destroy();
    expect(resources()).toBeLessThanOrEqual(before);
  });

  it('says when its port is taken', async () => {
    await started();
    await expect(startLocalAws({ port: aws.port })).rejects.toThrow('EADDRINUSE');
  });
});

/** Resolves when a request has reached the endpoint. */
async function arrival(of: LocalAws): Promise<void> {
  while (of.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
}
