import { isIP } from 'node:net';
import { isSystemErrorCode, memberOf } from './error-facts.js';

/** Why a client could not get an answer from AWS, in words that hold no value. */
export interface ClientFailure {
  readonly kind: 'credentials' | 'endpoint' | 'certificate' | 'connection' | 'answer';
  readonly text: string;
}

/** The errors of the SDK that say why there are no credentials. */
const CREDENTIALS = new Set([
  'CredentialsProviderError',
  'TokenProviderError',
  'ProviderError',
  'InstanceMetadataV1FallbackError',
]);

/** @see https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const CERTIFICATE =
  /^(?:CERT_[A-Z_]+|UNABLE_TO_(?:GET|VERIFY|DECRYPT|DECODE)_[A-Z_]+|(?:DEPTH_ZERO_)?SELF_SIGNED_CERT(?:_IN_CHAIN)?|INVALID_CA|HOSTNAME_MISMATCH|ERR_TLS_CERT_ALTNAME_INVALID)$/;

const SYSCALL = /^[a-z]{1,20}$/;
const HOST = /^[\w.:-]{1,253}$/;
const PATH = /^[\w./\\:@+ -]{1,512}$/;

/** The environment variables that name a provider of credentials which may start later than the application. */
const LATE_PROVIDERS = [
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
];

/** The variable of the environment that names a provider of credentials, if there is one. */
export const lateProvider = (): string | undefined => LATE_PROVIDERS.find((name) => process.env[name]);

/** `undefined` for what AWS answered, and for any other error. */
export const clientFailure = (name: string, thrown: unknown): ClientFailure | undefined => {
  if (CREDENTIALS.has(name))
    return { kind: 'credentials', text: `${name}: ${withoutSecrets(memberOf(thrown, 'message'))}` };
  const code = memberOf(thrown, 'code');
  const path = memberOf(thrown, 'path');
  if (typeof path === 'string' && path !== '' && path === process.env.AWS_WEB_IDENTITY_TOKEN_FILE)
    return { kind: 'credentials', text: systemText(thrown) ?? 'its file cannot be read' };
  if (code === 'ERR_INVALID_URL') return { kind: 'endpoint', text: code };
  if (typeof code === 'string' && CERTIFICATE.test(code)) return { kind: 'certificate', text: code };
  const connection = systemText(thrown);
  if (connection !== undefined) return { kind: 'connection', text: connection };
  return name === 'SyntaxError' ? foreignAnswer(memberOf(thrown, '$response')) : undefined;
};

/** Such as `connect ECONNREFUSED 127.0.0.1:4566`. Its parts are checked, since any client can throw what looks like it. */
const systemText = (error: unknown): string | undefined => {
  const several = memberOf(error, 'errors');
  if (Array.isArray(several)) {
    const texts = new Set(several.map(systemText).filter((text) => text !== undefined));
    return texts.size === 0 ? undefined : [...texts].join(', ');
  }
  const code = memberOf(error, 'code');
  const syscall = memberOf(error, 'syscall');
  if (!isSystemErrorCode(code) || typeof syscall !== 'string' || !SYSCALL.test(syscall)) return undefined;
  const target = targetOf(error);
  return [syscall, code, ...(target === undefined ? [] : [target])].join(' ');
};

const targetOf = (error: unknown): string | undefined => {
  const address = memberOf(error, 'address') ?? memberOf(error, 'hostname');
  const port = memberOf(error, 'port');
  const path = memberOf(error, 'path');
  if (typeof address === 'string' && HOST.test(address)) {
    const host = isIP(address) === 6 ? `[${address}]` : address;
    return typeof port === 'number' ? `${host}:${port}` : host;
  }
  return typeof path === 'string' && PATH.test(path) ? path : undefined;
};

/** A body that is no JSON is not of AWS: a proxy, a login page or another service answered. */
const foreignAnswer = (response: unknown): ClientFailure | undefined => {
  if (response === undefined) return undefined;
  const type = memberOf(memberOf(response, 'headers'), 'content-type');
  const [kind] = typeof type === 'string' ? (/^[a-z]{1,20}\/[a-z.+-]{1,40}/.exec(type) ?? []) : [];
  return { kind: 'answer', text: `${kind ?? 'no JSON'} of a proxy or another service, not of AWS` };
};

const LONGEST_TEXT = 300;
const CUT = '***';

/** What quotes a command, its output or the content of a file. */
const QUOTING = /\b(?:Command failed|Unexpected (?:token|end|non-whitespace)|is not valid JSON)\b[^]*/;
const URL_LOGIN = /\/\/[^/\s@]*@/g;
const URL_QUERY = /\?[^\s"')]*/g;
const ASSIGNED = /\b(password|passwd|secret|token|key|authorization|bearer)(["']?\s*[=:]\s*)\S+/gi;
const KEY_ID = /\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g;
/** Tokens and hashes: long words with letters and digits. */
const LONG_WORD = /(?<![\w+=-])(?=[\w+=-]*\d)(?=[\w+=-]*[A-Za-z])[\w+=-]{32,}(?![\w+=-])/g;
const BASE64 = /(?<![\w+/=])[A-Za-z0-9+/]{40,}={0,2}(?![\w+/=])/g;

/** The first line of an error of the SDK, without what can hold a secret. */
const withoutSecrets = (message: unknown): string => {
  const [line = ''] = typeof message === 'string' ? message.split('\n') : [];
  return line
    .replace(QUOTING, 'a command or file is not as expected')
    .replace(URL_LOGIN, `//${CUT}@`)
    .replace(URL_QUERY, '')
    .replace(ASSIGNED, `$1$2${CUT}`)
    .replace(KEY_ID, CUT)
    .replace(BASE64, CUT)
    .replace(LONG_WORD, CUT)
    .slice(0, LONGEST_TEXT)
    .replace(/\.\s*$/, '');
};
