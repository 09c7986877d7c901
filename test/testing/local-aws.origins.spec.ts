import { afterEach, describe, expect, it } from '@jest/globals';
import { type LocalAws, type LocalAwsOptions, startLocalAws } from 'nestjs-ssm-cache/testing';
import request from 'supertest';
import { RawClient, wellFormed } from './support/raw-client.js';

let aws: LocalAws;
afterEach(() => aws?.close());

const started = async (options: LocalAwsOptions = {}): Promise<void> => {
  aws = await startLocalAws({ parameters: { foo: 'v' }, ...options });
};

async function asks(headers: Record<string, string>) {
  const { status, body } = await request(aws.endpoint)
    .post('/')
    .set({ 'x-amz-target': 'AmazonSSM.GetParameter', ...headers })
    .buffer(true)
    .parse((response, done) => {
      let all = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (all += chunk));
      response.on('end', () => done(null, all));
    })
    .send(JSON.stringify({ Name: 'foo' }));
  const text: string = body;
  return { status, text };
}

const gets = async (headers: Record<string, string>): Promise<number> =>
  (await request(aws.endpoint).get('/').set(headers)).status;

const FOREIGN_HOSTS = [
  'evil.example',
  'evil.example:4566',
  '127.0.0.1.evil.example',
  'localhost.evil.example:80',
  'notlocalhost',
  '192.168.1.5:4566',
  '169.254.169.254',
  '0.0.0.0',
  '[2001:db8::1]:4566',
  'localhost@evil.example',
  'evil.example/localhost',
  'a b',
];

const OWN_HOSTS = [
  'localhost',
  'localhost:1',
  'LOCALHOST:4566',
  'localhost.',
  'aws.localhost:4566',
  '127.0.0.1',
  '127.0.0.1:65535',
  '127.255.0.3:80',
  '[::1]',
  '[::1]:4566',
  '[::ffff:127.0.0.1]:4566',
];

describe('The local AWS and the host that a request names', () => {
  it.each(FOREIGN_HOSTS)('refuses %s, which a web page may have pointed here', async (host) => {
    await started();
    const { status, text } = await asks({ host });
    expect(status).toBe(403);
    expect(JSON.parse(text)).toEqual({
      __type: 'ForbiddenHostException',
      message: `The host ${JSON.stringify(host)} is not this machine, so the local AWS does not answer. Use localhost or 127.0.0.1, or list the name in the option "hosts" of startLocalAws().`,
    });
    expect(aws.calls).toEqual([]);
    expect(await gets({ host })).toBe(403);
  });

  it.each(OWN_HOSTS)('answers to %s', async (host) => {
    await started();
    expect(await asks({ host })).toEqual({ status: 200, text: expect.stringContaining('"Value":"v"') });
  });

  it('answers to its own address and port', async () => {
    await started();
    expect((await asks({ host: `127.0.0.1:${aws.port}` })).status).toBe(200);
  });

  it('answers to names that it is told, with any port and in any case, and to no others', async () => {
    await started({ hosts: ['host.docker.internal', 'AWS:4566', '192.168.65.2'] });
    const statuses = await Promise.all(
      [
        'host.docker.internal',
        'HOST.docker.internal:4566',
        'aws',
        'aws:80',
        '192.168.65.2:1',
        'evil.example',
        'x.host.docker.internal',
      ].map(async (host) => (await asks({ host })).status),
    );
    expect(statuses).toEqual([200, 200, 200, 200, 200, 403, 403]);
  });

  it('answers a client of HTTP 1.0, which names no host', async () => {
    await started();
    const withoutHost = wellFormed([], '1.0').replace('host: localhost\r\n', '');
    expect(await new RawClient(aws.port).say(withoutHost).ended()).toContain('200 OK');
  });

  it('answers the next request of a connection on which one was refused', async () => {
    await started();
    const client = new RawClient(aws.port);
    client.say(wellFormed().replace('host: localhost', 'host: evil.example')).say(wellFormed());
    expect(await client.hears(/200 OK/)).toMatch(/403 Forbidden[^]*200 OK/);
    client.leave();
  });
});

describe('The local AWS and web pages', () => {
  it.each([
    [{ origin: 'https://evil.example' }],
    [{ origin: 'http://localhost:1' }],
    [{ origin: 'null' }],
    [{ origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
    [{ 'sec-fetch-site': 'same-site' }],
  ])('refuses what a page of another origin sends: %j', async (headers: Record<string, string>) => {
    await started();
    const { status, text } = await asks(headers);
    expect([status, JSON.parse(text)]).toEqual([
      403,
      {
        __type: 'ForbiddenOriginException',
        message: expect.stringMatching(/^A web page.* sent this request, so the local AWS does not answer\./),
      },
    ]);
    expect(text).toContain(headers['origin'] ?? 'A web page sent');
    expect(aws.calls).toEqual([]);
    expect(await gets(headers)).toBe(403);
  });

  it('answers what a browser sends from its own origin, also by way of a proxy', async () => {
    await started();
    const own = { host: 'localhost:4566', origin: 'http://localhost:4566' };
    expect((await asks(own)).status).toBe(200);
    expect((await asks({ ...own, origin: 'http://LOCALHOST:4566' })).status).toBe(200);
    expect((await asks({ origin: 'http://localhost:5173', 'sec-fetch-site': 'same-origin' })).status).toBe(
      200,
    );
    expect((await asks({ 'sec-fetch-site': 'none' })).status).toBe(200);
  });

  it('answers the fetch() of Node, which says that it is one', async () => {
    await started();
    const response = await fetch(aws.endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'AmazonSSM.GetParameter' },
      body: JSON.stringify({ Name: 'foo' }),
    });
    expect(response.status).toBe(200);
  });
});
