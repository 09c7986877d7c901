import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SSMClient } from '@aws-sdk/client-ssm';
import { afterEach, describe, expect, it } from '@jest/globals';
import { InvalidClientError, SsmCache } from 'nestjs-ssm-cache';
import { awsError, makeCache, rejection } from '../../../support/make-cache.js';

const servers: Server[] = [];

const caches: SsmCache[] = [];

afterEach(() => {
  for (const cache of caches.splice(0)) cache.close();
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

type Refusal = readonly [status: number, type: string, body: string];

const JSON_TYPE = 'application/x-amz-json-1.1';

const SAID: readonly (readonly [what: string, refusal: Refusal])[] = [
  ['501 and a text', [501, JSON_TYPE, '{"__type":"InternalFailure","message":"not yet emulated"}']],
  ['501 and nothing', [501, 'text/plain', '']],
  ['500 and "not implemented"', [500, JSON_TYPE, '{"__type":"InternalError","message":"not implemented"}']],
  ['404 and a page', [404, 'text/html', '<!doctype html><html>Not Found</html>']],
  ['404 and JSON of its own', [404, 'application/json', '{"error":"no route"}']],
  ['404 and nothing', [404, 'text/plain', '']],
  ['405', [405, 'text/plain', 'Method Not Allowed']],
  ['UnknownOperationException', [400, JSON_TYPE, '{"__type":"UnknownOperationException"}']],
  ['SerializationException', [400, JSON_TYPE, '{"__type":"SerializationException"}']],
  ['InvalidAction', [400, JSON_TYPE, '{"__type":"InvalidAction","message":"no"}']],
  ['InvalidAction in XML', [400, 'text/xml', '<Error><Code>InvalidAction</Code></Error>']],
];

/** What AWS would not answer, although nothing in it can be read. */
const UNREADABLE: typeof SAID = [
  ['500 and a page', [500, 'text/html', '<html>Not Implemented</html>']],
  ['400 and JSON without a name', [400, 'application/json', '{"error":"no"}']],
  ['403 and nothing', [403, 'text/plain', '']],
];

/** An emulator that has the operations of `answers` alone. */
const startEmulator = async (refusal: Refusal, answers: Record<string, (input: any) => object>) => {
  const calls: string[] = [];
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const operation = String(request.headers['x-amz-target']).replace(/.*\./, '');
    calls.push(operation);
    const input: unknown = JSON.parse(Buffer.concat(await request.toArray()).toString());
    const answer = answers[operation];
    const [status, type, body] = answer ? [200, JSON_TYPE, JSON.stringify(answer(input))] : refusal;
    response.writeHead(status, { 'content-type': type }).end(body);
  };
  const server = createServer((request, response) => void respond(request, response));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const config = {
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  };
  const cache = new SsmCache({
    ssmClient: new SSMClient(config),
    secretsManagerClient: new SecretsManagerClient(config),
    minRefreshInterval: 0,
  });
  caches.push(cache);
  return { cache, calls };
};

const secretOf = ({ SecretId }: { SecretId: string }) => ({ Name: SecretId, SecretString: `s ${SecretId}` });

describe('An endpoint without BatchGetSecretValue', () => {
  it.each([...SAID, ...UNREADABLE])(
    'that answers %s is asked for each secret by itself, for good',
    async (_, refusal) => {
      const { cache, calls } = await startEmulator(refusal, { GetSecretValue: secretOf });
      const secrets = ['a', 'b', 'c'].map((id) => cache.secret(id));

      expect(await Promise.all(secrets.map((secret) => secret.get()))).toEqual(['s a', 's b', 's c']);
      expect(calls).toEqual(['BatchGetSecretValue', ...secrets.map(() => 'GetSecretValue')]);
      await cache.refresh();
      expect(calls.filter((operation) => operation === 'BatchGetSecretValue')).toHaveLength(1);
    },
  );

  it.each([
    ['throws that it is not implemented', () => new Error('Method not implemented.')],
    ['throws a NotImplementedError', () => Object.assign(new Error('no'), { name: 'NotImplementedError' })],
    ['refuses without a name', () => awsError('oops', 'no', 400)],
  ])('is a plain client that %s', async (_, error) => {
    const { cache, vault, secrets } = makeCache();
    for (const id of ['a', 'b']) secrets.put(id, `s ${id}`);
    vault.instead = (operation, input) => {
      if (operation === 'BatchGetSecretValue') throw error();
      return vault.store.getSecretValue(input);
    };
    const handles = ['a', 'b'].map((id) => cache.secret(id));

    expect(await Promise.all(handles.map((handle) => handle.get()))).toEqual(['s a', 's b']);
    expect(vault.count('BatchGetSecretValue')).toBe(1);
  });

  it.each([
    ['a server error', () => awsError('InternalServiceError', 'UnknownError', 500)],
    ['an overloaded service', () => awsError('ServiceUnavailable', 'UnknownError', 503)],
    ['a throttled call', () => awsError('ThrottlingException')],
    ['a proxy that limits requests', () => awsError('Unknown', 'UnknownError', 429)],
    ['a lost connection', () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })],
  ])('is not what %s means: the batch is tried again', async (_, error) => {
    const { cache, vault, secrets } = makeCache({ minRefreshInterval: 0 });
    for (const id of ['a', 'b']) secrets.put(id, `s ${id}`);
    vault.instead = () => {
      throw error();
    };
    const handles = ['a', 'b'].map((id) => cache.secret(id));
    await Promise.allSettled(handles.map((handle) => handle.get()));
    vault.instead = undefined;
    await Promise.all(handles.map((handle) => handle.refresh()));

    expect(vault.count('GetSecretValue')).toBe(0);
    expect(vault.count('BatchGetSecretValue')).toBe(2);
  });
});

describe('An endpoint without an operation that is needed', () => {
  it.each(SAID)('that answers %s to a listing is told in a clear error', async (_, refusal) => {
    const { cache } = await startEmulator(refusal, {});
    const error = await rejection(cache.parameters('/p').get());

    expect(error).toBeInstanceOf(InvalidClientError);
    expect(error.message).toContain(
      '"/p" cannot be read: the endpoint does not have the operation GetParametersByPath',
    );
    expect(error.names).toEqual(['/p']);
  });

  it('is told for a secret and for a parameter too, by the last operation that was tried', async () => {
    const { cache } = await startEmulator([501, 'text/plain', ''], {});
    const errors = [await rejection(cache.secret('s').get()), await rejection(cache.parameter('/p').get())];

    expect(errors.map(({ message }) => /operation (\w+)/.exec(message)?.[1])).toEqual([
      'GetSecretValue',
      'GetParameter',
    ]);
  });

  it('does not show what the endpoint says', async () => {
    const { cache } = await startEmulator([501, 'text/html', '<html>s3cr3t-canary</html>'], {});
    const error = await rejection(cache.parameters('/p').get());

    expect(`${error.stack}${String(error.cause)}`).not.toContain('canary');
  });
});
