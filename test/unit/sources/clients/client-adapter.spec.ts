import { GetParametersByPathCommand, GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { describe, expect, it } from '@jest/globals';
import { SsmCache } from 'nestjs-ssm-cache';
import { InMemoryParameterStore, InMemorySecretsManager } from 'nestjs-ssm-cache/testing';
import { SecretsManager, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { checkParameterStoreClient } from '../../../../lib/sources/clients/client-shape.js';
import { FakeQueue } from '../../../support/fake-queue.js';
import { FakeRuntime } from '../../../support/fake-runtime.js';
import { thrown } from '../../../support/make-cache.js';

const unreadable = {
  get getParameters(): never {
    throw new Error('no');
  },
  get getSecretValue(): never {
    throw new Error('no');
  },
};

const answer = () => Promise.resolve({});

describe('A client that can do nothing', () => {
  it.each<[string, unknown]>([
    ['nothing', null],
    ['text', 'client'],
    ['an empty object', {}],
    ['members that are no functions', { getParameters: {}, getSecretValue: 1, send: 'yes' }],
    ['members that throw when they are read', unreadable],
  ])('is refused, with what it stands for and what it lacks: %s', (_title, client) => {
    const forParameters = thrown(() => new SsmCache({ ssmClient: client as never }));
    const forSecrets = thrown(() => new SsmCache({ secretsManagerClient: client as never }));

    expect(forParameters).toMatchObject({ name: 'InvalidClientError', names: ['SSM_CLIENT'] });
    expect(forParameters.message).toContain('neither send(command) nor getParameters()');
    expect(forSecrets).toMatchObject({ name: 'InvalidClientError', names: ['SECRETS_MANAGER_CLIENT'] });
    expect(forSecrets.message).toContain('neither send(command) nor getSecretValue()');
  });

  it('is refused as an option under the name of the option', () => {
    const error = thrown(() => checkParameterStoreClient({ getSecretValue: answer }, 'ssmClient'));

    expect(error).toMatchObject({ name: 'InvalidClientError', names: ['ssmClient'] });
    expect(error.message).toContain('"ssmClient" has neither send(command) nor getParameters()');
  });
});

describe('A client of another service', () => {
  it.each<[string, object, string]>([
    ['of the SDK', new SecretsManagerClient({ region: 'eu-west-1' }), 'Secrets Manager'],
    ['of the SDK, with methods', new SecretsManager({ region: 'eu-west-1' }), 'Secrets Manager'],
    ['of any service of the SDK', { send: answer, config: { serviceId: 'DynamoDB' } }, 'DynamoDB'],
    ['in memory', new InMemorySecretsManager(), 'Secrets Manager'],
    ['with methods and commands', { send: answer, getSecretValue: answer }, 'Secrets Manager'],
  ])('is refused for Parameter Store, although it sends commands: %s', (_title, client, service) => {
    const error = thrown(() => new SsmCache({ clients: { payments: { ssmClient: client as never } } }));

    expect(error).toMatchObject({ code: 'SSM_CACHE_INVALID_CLIENT', names: ['SSM_CLIENT:payments'] });
    expect(error.message).toBe(
      `The client behind "SSM_CLIENT:payments" is a client of the service "${service}". Give it a client of "SSM".`,
    );
  });

  it('is refused for Secrets Manager', () => {
    const secretsManagerClient = new SSMClient({ region: 'eu-west-1' });

    expect(thrown(() => new SsmCache({ secretsManagerClient })).message).toContain(
      'a client of the service "SSM"',
    );
  });
});

describe('A client that can do either', () => {
  it.each<[string, unknown]>([
    ['methods', { getParameters: answer }],
    ['commands', { send: answer }],
    ['a function with methods', Object.assign(() => undefined, { getParameters: answer })],
  ])('is taken as an option: %s', (_title, client) => {
    expect(() => checkParameterStoreClient(client, 'ssmClient')).not.toThrow();
  });

  it('is sent commands when it has no methods, and the signal to cancel them', async () => {
    const store = new InMemoryParameterStore({ '/shop/name': 'n' });
    const sent: unknown[] = [];
    const ssmClient = {
      send: (command: GetParametersCommand, options?: { abortSignal?: AbortSignal }) => {
        sent.push([command.constructor, options?.abortSignal?.aborted]);
        return store.send(command);
      },
    };
    const cache = new SsmCache({ ssmClient: ssmClient as never });

    await expect(cache.parameter('/shop/name').get()).resolves.toBe('n');
    await expect(cache.parameters('/shop').get()).resolves.toEqual({ name: 'n' });
    expect(sent).toEqual([
      [GetParametersCommand, false],
      [GetParametersByPathCommand, false],
    ]);
    cache.close();
  });
});

const rejection = (promise: Promise<unknown>): Promise<Error & { code?: string }> =>
  promise.then(
    () => Promise.reject(new Error('It did not fail.')),
    (error: Error) => error,
  );

/** Throws at once as the clients of SDK 3.922 and before do when they are given a command of 3.930 and after. */
const refuseCommand = (): never => {
  throw new Error('serializerMiddleware is not found when adding endpointV2Middleware');
};

const ofAnotherCopy = { middlewareStack: {}, config: {}, send: refuseCommand };

describe('A client of another copy of the SDK, which cannot send our commands', () => {
  const cache = new SsmCache({ ssmClient: ofAnotherCopy, secretsManagerClient: ofAnotherCopy });

  it.each([
    ['SSM_CLIENT', '@aws-sdk/client-ssm', 'new SSM()', () => cache.parameter('/host').get()],
    ['SSM_CLIENT', '@aws-sdk/client-ssm', 'new SSM()', () => cache.parameters('/db').get()],
    [
      'SECRETS_MANAGER_CLIENT',
      '@aws-sdk/client-secrets-manager',
      'new SecretsManager()',
      () => cache.secret('db').get(),
    ],
  ])('is an error that names %s, %s and what to do', async (token, packageName, instead, read) => {
    const error = await rejection(read());

    expect(error).toMatchObject({ name: 'InvalidClientError', code: 'SSM_CACHE_INVALID_CLIENT' });
    expect(error.message).toContain(`"${token}"`);
    expect(error.message).toContain(`npm ls ${packageName}`);
    expect(error.message).toContain(instead);
  });
});

describe('A client that throws at once for another reason', () => {
  const mocked = <Client extends object>(client: Client): Client =>
    Object.assign(client, { send: refuseCommand });

  it.each([
    ['a client of the same copy', mocked(new SSMClient({})), mocked(new SecretsManagerClient({}))],
    ['a fake', { send: refuseCommand }, { send: refuseCommand }],
  ])('is tried again, as after any other error (%s)', async (_title, ssmClient, secretsManagerClient) => {
    const cache = new SsmCache({ ssmClient, secretsManagerClient });

    expect((await rejection(cache.parameter('/host').get())).name).toBe('RefreshError');
    expect((await rejection(cache.secret('db').get())).name).toBe('RefreshError');
  });
});

/** As the SDK resolves an endpoint without a scheme: `localhost:4566`. */
const malformed = { config: { endpoint: async () => ({ protocol: 'localhost:' }) } };

describe('A client whose endpoint is no URL', () => {
  const fail = async (): Promise<never> => {
    throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
  };
  const throwAtOnce = (): never => {
    throw new TypeError('It is wrong.');
  };

  it.each<[string, object]>([
    ['a client of the SDK', { ...malformed, middlewareStack: {}, send: fail }],
    ['another client with commands', { ...malformed, send: fail }],
    ['methods', { ...malformed, getParameters: fail }],
    ['methods that throw at once', { ...malformed, getParameters: throwAtOnce }],
  ])('is told so: %s', async (_what, ssmClient) => {
    const cache = new SsmCache({ ssmClient: ssmClient as never });
    const error = await rejection(cache.parameter('/host').get());

    expect(error).toMatchObject({ name: 'InvalidClientError', code: 'SSM_CACHE_INVALID_CLIENT' });
    expect(error.message).toContain('since the endpoint of the client is no URL');
  });

  it.each<[string, unknown]>([
    ['of a scheme of the web', async () => ({ protocol: 'http:' })],
    ['of the secure one', async () => ({ protocol: 'https:' })],
    ['of no scheme', async () => ({})],
    ['that cannot be resolved', () => Promise.reject(new Error('none'))],
    ['that is no function', 'localhost:4566'],
  ])('is none of a client with an endpoint %s', async (_what, endpoint) => {
    for (const client of [{ send: fail, middlewareStack: {} }, { getParameters: fail }]) {
      const ssmClient = { ...client, config: { endpoint } };
      const error = await rejection(new SsmCache({ ssmClient }).parameter('/host').get());

      expect(error.name).toBe('RefreshError');
      expect(error.message).toContain('ECONNRESET');
    }
  });
});

describe('A mistake in a client', () => {
  const toldOf = async (error: Error): Promise<string> => {
    const getParameters = (): never => {
      throw error;
    };
    return (await rejection(new SsmCache({ ssmClient: { getParameters } }).parameter('/host').get())).message;
  };

  it('is told with the place, and without its text', async () => {
    const error = new TypeError('c4n4ry\n    at c4n4ry');

    expect(await toldOf(error)).toMatch(
      /threw an error \(TypeError\) when getParameters\(\) was called, at .*client-adapter\.spec\.ts.*\. Correct/,
    );
    expect(await toldOf(error)).not.toContain('c4n4ry');
  });

  it.each([
    ['none', undefined],
    ['one of no frames', 'TypeError: c4n4ry'],
  ])('is told without a place where it has no stack: %s', async (_what, stack) => {
    const error = Object.defineProperty(new TypeError('c4n4ry'), 'stack', { value: stack });

    expect(await toldOf(error)).toContain(
      'threw an error (TypeError) when getParameters() was called. Correct the client',
    );
  });

  it.each([TypeError, ReferenceError, RangeError, SyntaxError])('is told by its class: %p', async (kind) => {
    expect(await toldOf(new kind('c4n4ry'))).toContain(`threw an error (${kind.name})`);
  });
});

describe('A client of SQS', () => {
  const queueUrl = 'https://sqs.eu-west-1.amazonaws.com/123456789012/config';
  const listen = (sqsClient: object) => {
    const runtime = new FakeRuntime();
    const cache = new SsmCache({ events: { queueUrl, sqsClient: sqsClient as never } }, runtime);
    return { cache, runtime };
  };

  it('is sent commands when it has no methods', async () => {
    const queue = new FakeQueue();
    const sent: unknown[] = [];
    const { cache, runtime } = listen({
      send: (command: { input: any }, options: any) => {
        sent.push(command.constructor.name);
        return command.constructor.name === 'ReceiveMessageCommand'
          ? queue.receiveMessage(command.input, options)
          : queue.deleteMessageBatch(command.input);
      },
    });
    await waitFor(runtime, () => queue.isPolled);
    const receipts = queue.send('{');
    await waitFor(runtime, () => queue.deleted.length > 0);

    expect(queue.deleted).toEqual(receipts);
    expect(new Set(sent)).toEqual(new Set(['ReceiveMessageCommand', 'DeleteMessageBatchCommand']));
    cache.close();
    expect(queue.aborted).toBe(1);
  });

  it('is made where none is given, for the region of the queue', async () => {
    const asked: unknown[] = [];
    const sqs = {
      credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret' },
      requestHandler: {
        handle: ({ hostname, headers }: { hostname: string; headers: Record<string, string> }) => {
          asked.push([hostname, headers['x-amz-target']]);
          return new Promise(() => undefined);
        },
      },
    };
    const runtime = new FakeRuntime();
    const cache = new SsmCache({ events: { queueUrl, sqs } }, runtime);
    await waitFor(runtime, () => asked.length > 0);
    cache.close();

    expect(asked).toEqual([['sqs.eu-west-1.amazonaws.com', 'AmazonSQS.ReceiveMessage']]);
  });

  it('of another copy of the SDK is told in the log', async () => {
    const { cache, runtime } = listen(ofAnotherCopy);
    await waitFor(runtime, () => runtime.messages.some((message) => message.includes('npm ls')));
    cache.close();

    expect(runtime.messages.join()).toContain('npm ls @aws-sdk/client-sqs');
    expect(runtime.messages.join()).toContain('new SQS()');
  });

  it.each<[string, object]>([
    ['nothing', {}],
    ['half of it', { receiveMessage: answer }],
    ['the other half', { deleteMessageBatch: answer }],
    ['another service', new SSMClient({ region: 'eu-west-1' })],
  ])('is refused where it can do %s', (_what, sqsClient) => {
    expect(thrown(() => listen(sqsClient))).toMatchObject({ code: 'SSM_CACHE_INVALID_CLIENT' });
  });
});

/** Commands are made of a package that is loaded meanwhile. */
const waitFor = async (runtime: FakeRuntime, isThere: () => boolean): Promise<void> => {
  for (let turn = 0; turn < 1_000 && !isThere(); turn += 1) await runtime.drain();
  expect(isThere()).toBe(true);
};
