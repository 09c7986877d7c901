import { afterEach, describe, expect, it } from '@jest/globals';
import { InvalidClientError, RefreshError } from 'nestjs-ssm-cache';
import { mayPass, toSsmCacheError } from '../../../lib/sources/calls/aws-error.js';

const told = (error: unknown): string => toSsmCacheError(error, '/db', 'ssm:GetParameters').message;

const credentials = (message: string, name = 'CredentialsProviderError'): Error =>
  Object.assign(new Error(message), { name });

const ofSystem = (fields: object): Error => Object.assign(new Error('c4n4ry'), fields);

describe('What the client says of credentials', () => {
  it.each([
    ['CredentialsProviderError', "Profile 'x' requires a valid SSO login. Run aws sso login."],
    ['TokenProviderError', "Token is expired. To refresh this SSO session run 'aws sso login'."],
    ['ProviderError', 'Could not load credentials'],
  ])('is kept: %s', (name, message) => {
    expect(told(credentials(message, name))).toContain(message.replace(/\.$/, ''));
  });

  it.each([
    [
      'the login in a URL',
      'Failed to connect to https://user:c4n4ry@proxy.internal:8080',
      'proxy.internal:8080',
    ],
    [
      'the query of a URL',
      'GET https://sso.internal/token?code=c4n4ry failed',
      'https://sso.internal/token failed',
    ],
    [
      'a command and its output',
      'Command failed: vault read c4n4ry\nc4n4ry',
      'a command or file is not as expected',
    ],
    ['a body that is no JSON', `Unexpected token 'c', "c4n4ry" is not valid JSON`, 'not as expected'],
    ['an assigned secret', 'Bad answer: password=c4n4ry', 'password=***'],
    ['a further line', 'No credentials\nc4n4ry', 'No credentials'],
    ['a key', 'Key AKIAIOSFODNN7EXAMPLE is unknown', 'Key *** is unknown'],
    ['a secret key', 'Bad wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY here', 'Bad *** here'],
    ['a token', `Bad ${'eyJhbGciOiJIUzI1NiJ9'.repeat(3)} here`, 'Bad *** here'],
    ['a further option of a command', 'Bad --token: c4n4ry and more', 'Bad --token: *** and more'],
  ])('is kept without %s', (_what, message, shown) => {
    expect(told(credentials(message))).toContain(shown);
    expect(told(credentials(message))).not.toMatch(/c4n4ry|AKIA|wJalr|eyJ/);
  });
});

describe('What the client says of credentials, if it says little', () => {
  it.each([
    ['nothing', '', '(CredentialsProviderError: ).'],
    ['no text', ['c4n4ry'], '(CredentialsProviderError: ).'],
    ['a text without an end', 'word '.repeat(80), `(CredentialsProviderError: ${'word '.repeat(60)}).`],
  ])('is kept: %s', (_what, message, shown) => {
    const error = Object.assign(new Error(), { name: 'CredentialsProviderError', message });

    expect(told(error)).toContain(shown);
    expect(told(error)).not.toContain('c4n4ry');
  });
});

describe('Waiting', () => {
  const environment = { ...process.env };
  afterEach(() => {
    process.env = { ...environment };
  });

  it('does not help against missing credentials', () => {
    expect(mayPass(credentials('none'))).toBe(false);
  });

  it.each([
    'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
    'AWS_CONTAINER_CREDENTIALS_FULL_URI',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
  ])('helps where the environment names who provides them: %s', (variable) => {
    process.env[variable] = '/somewhere';

    expect(mayPass(credentials('none'))).toBe(true);
    expect(told(credentials('none'))).toContain(`Check that the provider named by ${variable} runs`);
  });

  it.each([
    ['as the system says', { code: 'ENOENT', syscall: 'open' }, 'open ENOENT /run/token'],
    ['as nobody says', {}, 'its file cannot be read'],
  ])('helps where the file of a token cannot be read, %s', (_title, fields, reason) => {
    process.env.AWS_WEB_IDENTITY_TOKEN_FILE = '/run/token';
    const error = ofSystem({ ...fields, path: '/run/token' });

    expect(mayPass(error)).toBe(true);
    expect(told(error)).toContain(`without credentials (${reason}). Check that the provider named by`);
    expect(told(ofSystem({ code: 'ENOENT', syscall: 'open', path: '/other' }))).not.toContain('credentials');
  });

  it('tells a file that cannot be read, where no file of a token is named', () => {
    process.env.AWS_WEB_IDENTITY_TOKEN_FILE = '';

    expect(told(ofSystem({ path: '' }))).not.toContain('credentials');
    expect(told(ofSystem({ code: 'EACCES', syscall: 'open', path: '/ca.pem' }))).toContain(
      '(open EACCES /ca.pem)',
    );
    expect(told(ofSystem({ code: 'EACCES', syscall: 'open', path: 'c4n4ry\n' }))).toContain('(open EACCES)');
  });

  it('does not help against an endpoint that is no URL', () => {
    const error = ofSystem({ code: 'ERR_INVALID_URL' });

    expect(mayPass(error)).toBe(false);
    expect(toSsmCacheError(error, '/db', 'ssm:GetParameters')).toBeInstanceOf(InvalidClientError);
    expect(told(error)).toContain('"/db" cannot be read, since the endpoint of the client is no URL.');
  });

  it('helps against an error of the cache that may pass, and against no other of its errors', () => {
    const options = { names: ['/db'] };

    expect(mayPass(new RefreshError('It failed.', options))).toBe(true);
    expect(mayPass(new RefreshError('It failed.', { ...options, retryable: false }))).toBe(false);
    expect(mayPass(new InvalidClientError('It failed.', options))).toBe(false);
  });

  it.each([
    'CERT_HAS_EXPIRED',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'ERR_TLS_CERT_ALTNAME_INVALID',
  ])('does not help against a certificate: %s', (code) => {
    expect(mayPass(ofSystem({ code }))).toBe(false);
    expect(told(ofSystem({ code }))).toContain(code);
  });

  it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ECONNRESET', 'ETIMEDOUT'])(
    'helps against %s',
    (code) => {
      expect(mayPass(ofSystem({ code, syscall: 'connect' }))).toBe(true);
    },
  );
});

describe('What Node.js says of a connection', () => {
  it.each<[string, object, string]>([
    [
      'host and port',
      { code: 'ECONNREFUSED', syscall: 'connect', address: '10.0.0.1', port: 443 },
      'connect ECONNREFUSED 10.0.0.1:443',
    ],
    [
      'an IPv6 host',
      { code: 'ECONNREFUSED', syscall: 'connect', address: '::1', port: 4566 },
      'connect ECONNREFUSED [::1]:4566',
    ],
    [
      'a name',
      { code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname: 'ssm.eu-west-9.amazonaws.com' },
      'getaddrinfo ENOTFOUND ssm.eu-west-9.amazonaws.com',
    ],
    [
      'each of several addresses',
      {
        errors: [
          ofSystem({ code: 'ECONNREFUSED', syscall: 'connect', address: '::1', port: 1 }),
          ofSystem({ code: 'ECONNREFUSED', syscall: 'connect', address: '127.0.0.1', port: 1 }),
        ],
      },
      'connect ECONNREFUSED [::1]:1, connect ECONNREFUSED 127.0.0.1:1',
    ],
    [
      'no address of several that say nothing',
      { errors: [ofSystem({}), ofSystem({ code: 'c4n4ry', syscall: 'connect' })] },
      '"/db" could not be read from AWS (Error)',
    ],
    [
      'no target that is none',
      { code: 'ECONNREFUSED', syscall: 'connect', address: 'c4n4ry c4n4ry' },
      '(connect ECONNREFUSED)',
    ],
  ])('is told with %s', (_what, fields, shown) => {
    expect(told(ofSystem(fields))).toContain(shown);
    expect(told(ofSystem(fields))).not.toContain('c4n4ry');
  });
});

describe('A body that is no JSON', () => {
  const answered = (headers: unknown): Error =>
    Object.assign(new SyntaxError('Unexpected token c4n4ry'), { $response: { headers } });

  it.each<[string, unknown, string]>([
    ['a page', { 'content-type': 'text/html; charset=utf-8' }, 'text/html of a proxy'],
    ['some XML', { 'content-type': 'application/soap+xml' }, 'application/soap+xml of a proxy'],
    ['what has no type', {}, 'no JSON of a proxy'],
    ['what has no headers', undefined, 'no JSON of a proxy'],
    ['a type that is no text', { 'content-type': ['text/html'] }, 'no JSON of a proxy'],
    ['a type that is none', { 'content-type': 'C4N4RY text/html' }, 'no JSON of a proxy'],
  ])('is told as the answer of another service: %s', (_what, headers, shown) => {
    expect(told(answered(headers))).toContain(`${shown} or another service, not of AWS`);
    expect(told(answered(headers)).toLowerCase()).not.toContain('c4n4ry');
  });

  it('is told by the name of the error where there was no answer', () => {
    expect(told(new SyntaxError('Unexpected token c4n4ry'))).toContain('(SyntaxError)');
  });
});

describe('An endpoint that may lack an operation', () => {
  const answered = (name: string, httpStatusCode: number | undefined, message = ''): Error =>
    Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });

  it.each<[string, number | undefined]>([
    ['SyntaxError', 500],
    ['SyntaxError', 400],
    ['SyntaxError', 404],
    ['SyntaxError', 499],
    ['unknown error', 400],
    ['unknown error', 403],
    ['InternalError', 404],
    ['InternalError', 405],
    ['InternalError', 501],
    ['MethodNotAllowed', 500],
  ])('is not asked again after a %s with %p', (name, status) => {
    expect(mayPass(answered(name, status))).toBe(false);
  });

  it.each<[string, number | undefined]>([
    ['SyntaxError', undefined],
    ['SyntaxError', 200],
    ['SyntaxError', 408],
    ['SyntaxError', 429],
    ['SyntaxError', 502],
    ['unknown error', undefined],
    ['unknown error', 399],
    ['unknown error', 408],
    ['unknown error', 429],
    ['unknown error', 500],
    ['InternalError', 400],
    ['InternalError', 500],
  ])('is asked again after a %s with %p', (name, status) => {
    expect(mayPass(answered(name, status))).toBe(true);
  });

  it.each([
    'It is not implemented.',
    'It is not yet emulated.',
    'It has not been implemented.',
    'It has not yet been implemented.',
    'unimplemented',
    'Unknown operation',
    'unsupported action',
    'unknown target',
    'InvalidAction: none',
    'NotImplementedYet',
  ])('says so in words: %s', (message) => {
    expect(mayPass(answered('InternalError', 500, message))).toBe(false);
    expect(told(answered('InternalError', 500, message))).toContain('GetParameters');
  });

  it.each(['ResourceNotFoundException', 'ParameterNotFound', 'ParameterVersionNotFound'])(
    'knows that a name does not exist: %s',
    (name) => {
      const error = answered(name, 404);

      expect(mayPass(error)).toBe(false);
      expect(toSsmCacheError(error, '/db', 'ssm:GetParameters').code).toBe('SSM_CACHE_INVALID_PARAMETER');
    },
  );
});
