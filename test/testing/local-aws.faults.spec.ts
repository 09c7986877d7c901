import { GetParameterCommand, GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type LocalAws, startLocalAws, type WireFault } from 'nestjs-ssm-cache/testing';
import { outcome } from './support/both-ways.js';

let aws: LocalAws;
let once: SSMClient;
let waits: number[];

beforeEach(async () => {
  waits = [];
  const timers = {
    setTimeout: (callback: () => void, milliseconds: number) => {
      waits.push(milliseconds);
      setImmediate(callback);
    },
    clearTimeout: () => undefined,
  };
  let turn = 0;
  const random = () => [0.1, 0.9][turn++ % 2] ?? 0;
  aws = await startLocalAws({
    parameters: { foo: 'a value of some length' },
    secrets: { s: 'v' },
    timers,
    random,
  });
  once = new SSMClient({ ...aws.clientConfig(), maxAttempts: 1 });
});

afterEach(async () => {
  once.destroy();
  await aws.close();
});

const get = (client = once, abortSignal?: AbortSignal) =>
  outcome(client.send(new GetParameterCommand({ Name: 'foo' }), { abortSignal }));
const fine = { Parameter: expect.objectContaining({ Name: 'foo' }) };

describe('A fault of the wire', () => {
  it.each<[WireFault, object]>([
    ['throttling', { error: 'ThrottlingException', message: 'Rate exceeded', status: 400 }],
    ['internal-error', { error: 'InternalFailure', status: 500, fault: 'server' }],
    ['unavailable', { error: 'SyntaxError', status: 503 }],
    ['access-denied', { error: 'AccessDeniedException', status: 400 }],
    [
      'expired-token',
      { error: 'ExpiredTokenException', message: 'The security token included in the request is expired' },
    ],
    ['reset', { error: 'Error', message: expect.stringMatching(/ECONNRESET|hang up/) }],
    ['reset-inside-body', { error: 'Error', message: expect.stringMatching(/ECONNRESET|aborted/) }],
    ['truncated-json', { error: 'SyntaxError', status: 200 }],
    ['invalid-json', { error: 'SyntaxError', status: 200 }],
    ['html', { error: 'SyntaxError', status: 200 }],
  ])('%p is seen by the SDK as %j', async (fault, seen) => {
    aws.faults.next(fault);
    expect(await get()).toEqual(expect.objectContaining(seen));
    expect(await get()).toEqual(fine);
  });

  it.each<WireFault>(['empty', 'empty-object', 'null'])(
    '%p is seen as an answer without members',
    async (fault) => {
      aws.faults.next(fault);
      const answer = await get();
      expect(answer.Parameter ?? undefined).toBeUndefined();
      expect(await get()).toEqual(fine);
    },
  );

  it('may be a delay', async () => {
    aws.faults.next('delay');
    aws.faults.next({ fault: 'delay', milliseconds: 7 });
    expect([await get(), await get()]).toEqual([fine, fine]);
    expect(waits).toEqual([1000, 7]);
  });

  it.each<WireFault>(['no-answer', 'stall-inside-body'])(
    '%p lasts until the client gives up',
    async (fault) => {
      aws.faults.next(fault);
      const controller = new AbortController();
      const answer = get(once, controller.signal);
      while (aws.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
      controller.abort();
      expect(await answer).toHaveProperty('error', 'AbortError');
    },
  );

  it('tells when to come again', async () => {
    aws.faults.next({ fault: 'throttling', retryAfter: 3 });
    const { status, headers } = await fetch(aws.endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'AmazonSSM.GetParameter' },
      body: '{"Name":"foo"}',
    });
    expect([status, headers.get('retry-after')]).toEqual([400, '3']);
  });

  it('is retried by the SDK where it would be on AWS', async () => {
    const patient = new SSMClient(aws.clientConfig());
    aws.faults.next('internal-error');
    aws.faults.next('reset');
    expect(await get(patient)).toEqual(fine);
    expect(aws.calls).toHaveLength(3);
    expect(aws.parameterStore.calls).toHaveLength(1);
    patient.destroy();
  });

  it("may be one's own, and pass the true answer on", async () => {
    aws.faults.next(async ({ response, answer, service, operation, attempt }) => {
      const { status, body } = await answer();
      response.writeHead(status, { 'x-seen': `${service} ${operation} ${attempt}` });
      response.end(body.replace('a value', 'another value'));
    });
    expect((await get()).Parameter.Value).toBe('another value of some length');
    aws.faults.next(() => {
      throw new Error('a mistake in a test');
    });
    expect(await get()).toHaveProperty('error', 'Error');
    expect(await get()).toEqual(fine);
  });

  it('may be of one operation, or of chosen requests', async () => {
    aws.faults.next('throttling', 1, { operation: 'GetParameters' });
    aws.faults.next('expired-token', 1, { when: ({ attempt }) => attempt > 1 });
    expect(await get()).toEqual(fine);
    const all = once.send(new GetParametersCommand({ Names: ['foo'] }));
    expect(await outcome(all)).toHaveProperty('error', 'ThrottlingException');
  });

  it('may last until it is cleared, with a probability', async () => {
    aws.faults.always('access-denied', { probability: 0.5 });
    const answers = [await get(), await get(), await get()];
    expect(answers.map(({ error }) => error)).toEqual([
      'AccessDeniedException',
      undefined,
      'AccessDeniedException',
    ]);
    aws.faults.clear();
    expect([await get(), await get()]).toEqual([fine, fine]);
  });

  it('cannot be none in number', () => {
    expect(() => aws.faults.next('reset', 0)).toThrow(RangeError);
  });
});

describe('A failure of a service', () => {
  it.each([
    ['ServiceUnavailable', { error: 'ServiceUnavailable', status: 503, fault: 'server' }],
    [
      { name: 'Odd', message: 'odd', status: 418 },
      { error: 'Odd', message: 'odd', status: 418 },
    ],
    [new Error('any'), { error: 'InternalFailure', status: 500 }],
    [
      Object.assign(new Error('m'), { name: 'ThrottlingException' }),
      { error: 'ThrottlingException', status: 400 },
    ],
    [
      Object.assign(new Error('m'), { name: 'Odd', $metadata: { httpStatusCode: 429 } }),
      { error: 'Odd', message: 'm', status: 429 },
    ],
    [
      Object.assign(new Error('m'), { code: 'ECONNRESET' }),
      { message: expect.stringMatching(/ECONNRESET|hang up/) },
    ],
    ['thrown', { error: 'thrown', status: 400 }],
  ])('%p goes over the wire', async (failure, seen) => {
    aws.parameterStore.failNext(failure);
    expect(await get()).toEqual(expect.objectContaining(seen));
    expect(await get()).toEqual(fine);
  });

  it('of Secrets Manager is its own', async () => {
    const client = new SecretsManagerClient({ ...aws.clientConfig(), maxAttempts: 1 });
    aws.secretsManager.failNext('InternalServiceError');
    const read = () => outcome(client.send(new GetSecretValueCommand({ SecretId: 's' })));
    expect(await read()).toEqual(expect.objectContaining({ error: 'InternalServiceError', status: 500 }));
    expect(await read()).toHaveProperty('SecretString', 'v');
    client.destroy();
  });
});
