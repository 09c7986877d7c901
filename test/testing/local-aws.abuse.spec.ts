import { networkInterfaces } from 'node:os';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type LocalAws, startLocalAws, type WireFault } from 'nestjs-ssm-cache/testing';
import { RawClient, wellFormed } from './support/raw-client.js';

/** Milliseconds. */
const REQUEST_TIMEOUT = 300;

let aws: LocalAws;
const clients: RawClient[] = [];

const client = (): RawClient => {
  const made = new RawClient(aws.port);
  clients.push(made);
  return made;
};

/** It serves as before. */
const expectServing = async (): Promise<void> => {
  const answer = await client()
    .say(wellFormed())
    .hears(/"Value":"v"/);
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK/);
};

beforeEach(async () => {
  aws = await startLocalAws({ parameters: { foo: 'v' } });
});

afterEach(async () => {
  await aws.close();
  for (const one of clients.splice(0)) one.leave();
});

describe('What is no request', () => {
  it.each<[string, string | Uint8Array]>([
    ['a line that says nothing', 'nonsense\r\n\r\n'],
    ['a method that there is none of', 'FETCH / HTTP/1.1\r\nhost: localhost\r\n\r\n'],
    ['a version that there is none of', 'POST / HTTP/9.9\r\nhost: localhost\r\n\r\n'],
    ['a header without a name', 'POST / HTTP/1.1\r\nhost: localhost\r\n: y\r\n\r\n'],
    ['a header with a line break in it', 'POST / HTTP/1.1\r\nhost: localhost\r\na: b\nc\r\n\r\n'],
    ['a header with a zero byte', 'POST / HTTP/1.1\r\nhost: localhost\r\na: b\0c\r\n\r\n'],
    ['two lengths', 'POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n{}'],
    ['a negative length', 'POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: -1\r\n\r\n'],
    ['a length of words', 'POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: many\r\n\r\n'],
    [
      'a length and chunks',
      'POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['the hello of TLS', Uint8Array.of(0x16, 3, 1, 0, 5, 1, 0, 0, 1, 3)],
    ['random bytes', Uint8Array.from({ length: 2_000 }, (_, index) => (index * 7_919) % 256)],
    ['no host', 'POST / HTTP/1.1\r\ncontent-length: 2\r\n\r\n{}'],
  ])('%s is refused with status 400', async (_, bytes) => {
    expect(await client().say(bytes).ended()).toMatch(/^HTTP\/1\.1 400 Bad Request/);
    await expectServing();
  });

  it.each([
    ['headers without end', `POST / HTTP/1.1\r\nhost: localhost\r\nlong: ${'x'.repeat(100_000)}`, 431],
    [
      'an expectation of its own',
      'POST / HTTP/1.1\r\nhost: localhost\r\nexpect: magic\r\ncontent-length: 0\r\n\r\n',
      417,
    ],
  ])('%s are refused with a status of their own', async (_, bytes, status) => {
    expect(
      await client()
        .say(bytes)
        .hears(/\r\n\r\n/),
    ).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    await expectServing();
  });

  it('bad chunks end the connection', async () => {
    const head =
      'POST / HTTP/1.1\r\nhost: localhost\r\nx-amz-target: AmazonSSM.GetParameter\r\ntransfer-encoding: chunked\r\n\r\n';
    await client().say(`${head}zz\r\n{}\r\n`).ended();
    await client().say(`${head}2\r\n{}{}{}\r\n0\r\n\r\n`).ended();
    await client().say(`${head}ffffffffffffffffff\r\n{}`).ended();
    await expectServing();
  });

  it('a tunnel is not dug', async () => {
    await client().say('CONNECT other:443 HTTP/1.1\r\nhost: localhost:443\r\n\r\n').ended();
    await expectServing();
  });
});

describe('What is an unusual request', () => {
  it.each([
    ['HTTP/1.0', wellFormed([], '1.0')],
    ['an upgrade that is not offered', wellFormed(['connection: upgrade', 'upgrade: websocket'])],
    ['a wait for permission to go on', wellFormed(['expect: 100-continue'])],
    ['headers that mean nothing here', wellFormed(['__proto__: x', 'constructor: y', 'x-amz-date: never'])],
  ])('%s is answered', async (_, request) => {
    expect(
      await client()
        .say(request)
        .hears(/"Value":"v"/),
    ).toContain(' 200 OK\r\n');
  });

  it('requests that do not wait for answers are answered in their order', async () => {
    const both = client().say(wellFormed().replaceAll('foo', 'bar') + wellFormed());
    const answer = await both.hears(/"Value":"v"/);
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400', 'HTTP/1.1 200']);
  });

  it('a body that is longer than announced is the beginning of a request that is none', async () => {
    const answer = await client().say(`${wellFormed()}{"and":"more"}\r\n\r\n`).ended();
    expect(answer).toContain(' 400 Bad Request\r\n');
    await expectServing();
  });

  it.each(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE', 'PROPFIND'])(
    '%s is not an operation, whatever its path',
    async (method) => {
      for (const path of [
        '/',
        '*',
        '/../../etc/passwd',
        '/%00?%ff&&=',
        'http://other/x',
        `/${'a'.repeat(8_000)}`,
      ]) {
        const answer = await client()
          .say(`${method} ${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`)
          .hears(/\r\n\r\n/);
        expect(answer).toMatch(/^HTTP\/1\.1 40[04] /);
      }
      await expectServing();
    },
  );

  it.each(['__proto__', 'constructor', 'toString', '', 'Get Parameter', 'GetParameter.GetParameter', '*'])(
    'the operation "%s" is unknown',
    async (operation) => {
      const request = wellFormed().replace('GetParameter', operation);
      expect(
        await client()
          .say(request)
          .hears(/__type/),
      ).toContain('UnknownOperationException');
    },
  );

  const send = async (body: string, target = 'AmazonSSM.GetParameter'): Promise<string> => {
    const answer = await fetch(aws.endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': target },
      body,
    });
    return `${answer.status} ${await answer.text()}`;
  };

  it.each([
    ['lists', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['lists in a name', `{"Name":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['structures', `${'{"Name":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['structures without end', '{"Name":'.repeat(100_000)],
  ])('%s that are nested 100,000 deep are refused', async (_, body) => {
    expect(await send(body)).toMatch(/^400 .*SerializationException/);
    expect(await send(body, 'AmazonSSM.PutParameter')).toMatch(/^400 /);
    expect(await send(body, 'secretsmanager.CreateSecret')).toMatch(/^400 /);
    await expectServing();
  });

  it('names of prototypes pollute nothing', async () => {
    const poison = '{"Name":"foo","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
    expect(await send(poison)).toMatch(/^200 /);
    expect(await send('{"Name":"__proto__"}')).toMatch(/^400 .*ParameterNotFound/);
    expect(await send('{"SecretId":"constructor"}', 'secretsmanager.GetSecretValue')).toMatch(
      /^400 .*ResourceNotFound/,
    );
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(aws.calls.map(({ input }) => Object.getPrototypeOf(input))).toEqual(
      aws.calls.map(() => Object.prototype),
    );
  });
});

describe('A client that is slow', () => {
  beforeEach(async () => {
    await aws.close();
    aws = await startLocalAws({ parameters: { foo: 'v' }, requestTimeout: REQUEST_TIMEOUT });
  });

  const drip = async (text: string): Promise<string> => {
    const slow = client();
    for (const character of text) {
      if (slow.socket.destroyed) break;
      slow.say(character);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return slow.ended();
  };

  it.each([
    ['says nothing', ''],
    ['sends its headers byte by byte', wellFormed([`padding: ${'x'.repeat(200)}`])],
    [
      'sends its body byte by byte',
      `POST / HTTP/1.1\r\ncontent-length: 999\r\nhost: localhost\r\n\r\n${' '.repeat(200)}`,
    ],
    ['stops in the middle', wellFormed().slice(0, -5)],
    [
      'sends to nothing byte by byte',
      `GET / HTTP/1.1\r\ncontent-length: 999\r\nhost: localhost\r\n\r\n${' '.repeat(200)}`,
    ],
  ])('and %s is sent away', async (_, text) => {
    const begin = performance.now();
    await drip(text);
    expect(performance.now() - begin).toBeLessThan(10 * REQUEST_TIMEOUT);
    await expectServing();
  });
});

describe('A client that is rude', () => {
  it('and goes away in the middle of an answer leaves nothing behind', async () => {
    aws.parameterStore.put('/big', 'x'.repeat(4_000));
    const names = Array.from({ length: 10 }, () => '"/big"').join();
    const body = `{"Names":[${names}]}`;
    const request = `POST / HTTP/1.1\r\nhost: localhost\r\nx-amz-target: AmazonSSM.GetParameters\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const rude = client().say(request);
        if (index % 2 === 0) await rude.hears(/HTTP/);
        rude.leave();
      }),
    );
    await expectServing();
  });

  it.each<WireFault>(['no-answer', 'stall-inside-body', 'reset', 'reset-inside-body', 'delay'])(
    'and goes away while it meets "%s" leaves nothing behind',
    async (fault) => {
      aws.faults.next(fault, 20);
      const rude = Array.from({ length: 20 }, () => client().say(wellFormed()));
      while (aws.calls.length < 20) await new Promise((resolve) => setImmediate(resolve));
      for (const one of rude) one.leave();
      await expectServing();
    },
  );
});

describe('Closing', () => {
  it('takes no time, whatever the clients are doing', async () => {
    const paused = client();
    paused.socket.pause();
    paused.say(wellFormed().repeat(2_000));
    const silent = client();
    const slow = client().say(wellFormed().slice(0, 20));
    const unfinished = client().say(wellFormed().slice(0, -3));
    aws.faults.next('no-answer');
    const waiting = client().say(wellFormed());
    const kept = client().say(wellFormed());
    await kept.hears(/"Value"/);
    while (aws.calls.length < 3) await new Promise((resolve) => setImmediate(resolve));
    const begin = performance.now();
    await aws.close();
    // It waits for none of the times after which the server would end a connection, of which 5 s is the shortest.
    expect(performance.now() - begin).toBeLessThan(4_000);
    paused.socket.resume();
    await Promise.all([paused, silent, slow, unfinished, waiting, kept].map((one) => one.ended()));
  });
});

describe('The endpoint', () => {
  const addresses = Object.values(networkInterfaces())
    .flatMap((addressesOfOne) => addressesOfOne ?? [])
    .map(({ address, family, scopeid }) =>
      family === 'IPv6' && scopeid ? `${address}%${scopeid}` : address,
    );

  const reach = async (host: string): Promise<string> => {
    const socket: Socket = connect(aws.port, host);
    const outcome = await Promise.race([
      once(socket, 'connect').then(() => 'reached'),
      once(socket, 'error').then(([error]) => (error as NodeJS.ErrnoException).code ?? 'error'),
    ]).catch((error: NodeJS.ErrnoException) => error.code ?? 'error');
    socket.destroy();
    return outcome;
  };

  it('is reached on 127.0.0.1, and on none of the other addresses of the machine', async () => {
    const others = [...new Set([...addresses, '::1', '127.0.0.2'])].filter(
      (address) => address !== '127.0.0.1',
    );
    expect(await reach('127.0.0.1')).toBe('reached');
    for (const address of others) expect([address, await reach(address)]).not.toEqual([address, 'reached']);
  });
});
