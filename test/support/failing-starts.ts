import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How long a start of the tests waits, in seconds. */
export const PRELOAD_TIMEOUT = 2.2;

/** What the environment and the client of a start that fails are like. */
export interface FailingStart {
  readonly environment?: Readonly<Record<string, string>>;
  readonly client?: Readonly<Record<string, unknown>>;
  /** In seconds. */
  readonly preloadTimeout?: number;
}

interface World {
  readonly home: string;
  /** An endpoint that answers every request like this. */
  answering(status: number, type: string, body: string): Promise<string>;
  /** An endpoint that takes no connections. */
  closed(): Promise<string>;
  /** An endpoint whose certificate is signed by itself. */
  untrusted(): Promise<string>;
}

const ROLE = 'arn:aws:sts::111122223333:assumed-role/shop/i-0abc';
const PARAMETER = 'arn:aws:ssm:eu-west-1:111122223333:parameter/prod/db/host';
const POLICY = 'arn:aws:organizations::222233334444:policy/o-abc123/service_control_policy/p-def456';
const CREDENTIALS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'c4n4ry-secret' };
const JSON_TYPE = 'application/x-amz-json-1.1';

const refusal = (type: string, message: string): string => JSON.stringify({ __type: type, Message: message });

const at = (endpoint: string): FailingStart => ({
  client: { endpoint, credentials: CREDENTIALS, maxAttempts: 1 },
});

const refusing = async (world: World, type: string, message: string, status = 400): Promise<FailingStart> =>
  at(await world.answering(status, JSON_TYPE, refusal(type, message)));

const denied = (world: World, message: string): Promise<FailingStart> =>
  refusing(world, 'AccessDeniedException', message);

/** Each start, by what docs/reference/troubleshooting.md calls it. */
export const failingStarts: Readonly<Record<string, (world: World) => Promise<FailingStart>>> = {
  'no credentials': async () => ({}),
  'a profile that does not exist': async () => ({ environment: { AWS_PROFILE: 'staging' } }),
  'an expired SSO session': async () => ({ environment: { AWS_PROFILE: 'sso' } }),
  'an endpoint without a scheme': async () => at('localhost:4566'),
  'an endpoint that is a host name only': async () => at('aws.internal'),
  'a certificate that is not trusted': async (world) => at(await world.untrusted()),
  'no policy that allows it': (world) =>
    denied(
      world,
      `User: ${ROLE} is not authorized to perform: ssm:GetParameters on resource: ${PARAMETER} because no identity-based policy allows the ssm:GetParameters action`,
    ),
  'a service control policy that denies it': (world) =>
    denied(
      world,
      `User: ${ROLE} is not authorized to perform: ssm:GetParameters on resource: ${PARAMETER} with an explicit deny in a service control policy: ${POLICY}`,
    ),
  'a KMS key that the role may not use': (world) =>
    denied(
      world,
      'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access. (Service: AWSKMS; Status Code: 400; Error Code: AccessDeniedException)',
    ),
  'a host name that DNS does not know': async () => at('http://aws.invalid'),
  'a refused connection': async (world) => at(await world.closed()),
  'a proxy that answers with HTML': async (world) =>
    at(await world.answering(200, 'text/html', '<html><body>Please log in c4n4ry</body></html>')),
  'container credentials that are not there yet': async (world) => ({
    environment: { AWS_CONTAINER_CREDENTIALS_FULL_URI: `${await world.closed()}/credentials` },
    preloadTimeout: 5,
  }),
  'a web identity token that is not there yet': async () => ({
    environment: {
      AWS_WEB_IDENTITY_TOKEN_FILE: '/var/run/secrets/eks.amazonaws.com/token',
      AWS_ROLE_ARN: 'arn:aws:iam::111122223333:role/shop',
    },
  }),
  'expired credentials': (world) =>
    refusing(world, 'ExpiredTokenException', 'The security token included in the request is expired'),
  throttling: (world) => refusing(world, 'ThrottlingException', 'Rate exceeded'),
  'a failure of AWS': (world) => refusing(world, 'InternalServerError', 'c4n4ry', 500),
};

const START_URL = 'https://example.awsapps.com/start';
const CONFIG = `[profile sso]
sso_start_url = ${START_URL}
sso_region = eu-west-1
sso_account_id = 111122223333
sso_role_name = developer
`;

/** Runs `test` in an environment that knows nothing of AWS but what `makeStart` says. */
export const inWorldOf = async <T>(
  makeStart: (world: World) => Promise<FailingStart>,
  test: (start: FailingStart) => Promise<T>,
): Promise<T> => {
  const environment = { ...process.env };
  const home = await mkdtemp(join(tmpdir(), 'ssm-cache-home-'));
  const servers: Server[] = [];
  const listening = async (server: Server, scheme: string): Promise<string> => {
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const world: World = {
    home,
    answering: (status, type, body) =>
      listening(
        createHttpServer((_request, response) => {
          response.writeHead(status, { 'content-type': type }).end(body);
        }),
        'http',
      ),
    closed: async () => {
      const server = createHttpServer();
      const endpoint = await listening(server, 'http');
      await new Promise((resolve) => server.close(resolve));
      return endpoint;
    },
    untrusted: () => listening(createHttpsServer({ key: KEY, cert: CERTIFICATE }), 'https'),
  };
  try {
    const start = await makeStart(world);
    for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
    Object.assign(process.env, await homeOf(home), start.environment);
    return await test(start);
  } finally {
    for (const name of Object.keys(process.env)) delete process.env[name];
    Object.assign(process.env, environment);
    for (const server of servers) server.close();
    await rm(home, { recursive: true, force: true });
  }
};

/** A home with a profile whose SSO session ended long ago. */
const homeOf = async (home: string): Promise<Record<string, string>> => {
  const cache = join(home, '.aws/sso/cache');
  await mkdir(cache, { recursive: true });
  await writeFile(join(home, '.aws/config'), CONFIG);
  const token = {
    startUrl: START_URL,
    region: 'eu-west-1',
    accessToken: 'c4n4ry',
    expiresAt: '2020-01-01T00:00:00Z',
  };
  const file = createHash('sha1').update(START_URL).digest('hex');
  await writeFile(join(cache, `${file}.json`), JSON.stringify(token));
  return {
    HOME: home,
    AWS_CONFIG_FILE: join(home, '.aws/config'),
    AWS_SHARED_CREDENTIALS_FILE: join(home, '.aws/credentials'),
    AWS_REGION: 'eu-west-1',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
};

/** Of a server of tests alone. */
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgrdxUQsucvYWh0JdS
jSoY9SGBIMAMHVbqU+7KREmNqFmhRANCAAQE3j/3Mijxeh+tHmfUV7XfEj84Z5Og
8xSmsXFBHwtSfo8g3kzkE5A4xSUIR7zAOtOJ8fppfc7c/u5IznhNBSxt
-----END PRIVATE KEY-----`;
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBmTCCAUCgAwIBAgITAo5xUZksDz+3B/dx6pBN/ZfRcjAKBggqhkjOPQQDAjAU
MRIwEAYDVQQDDAlsb2NhbGhvc3QwIBcNMjYxMTI3MTMwNDMxWhgPMjEyNjExMDMx
MzA0MzFaMBQxEjAQBgNVBAMMCWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49
AwEHA0IABATeP/cyKPF6H60eZ9RXtd8SPzhnk6DzFKaxcUEfC1J+jyDeTOQTkDjF
JQhHvMA604nx+ml9ztz+7kjOeE0FLG2jbzBtMB0GA1UdDgQWBBRJsxczd1eew49i
nHtZq/H0fHkIfzAfBgNVHSMEGDAWgBRJsxczd1eew49inHtZq/H0fHkIfzAPBgNV
HRMBAf8EBTADAQH/MBoGA1UdEQQTMBGCCWxvY2FsaG9zdIcEfwAAATAKBggqhkjO
PQQDAgNHADBEAiBiRLT4lx3Y44ZTfBjS0L7o6sUH+rpfalKVGNju1jZv1wIgfKbS
AyiX2VmU9CuUdivu0427o9T5RMkPZN91cTPe+BY=
-----END CERTIFICATE-----`;
