import { validationException } from '../shared/aws-errors.js';
import { asPath, canonicalName, checkName } from './parameter-name.js';

/** What a request names: a parameter by name or ARN, and perhaps a version or a label. */
export interface ParameterReference {
  /** Exactly as requested. */
  readonly requested: string;
  /** What the parameter is kept under. */
  readonly key: string;
  /** The name part. */
  readonly name: string;
  /** Without its colon. `undefined`: none was given. */
  readonly selector: string | undefined;
  readonly byArn: boolean;
  readonly arn: string;
}

export interface Account {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
}

const ARN = /^(arn:[^:]+:ssm:([^:]*):(\d*):parameter)(\/[^:]*)(?::(.*))?$/;
const PUBLIC = '/aws/service/';

/** Takes `name`, `/path/name`, an ARN, each perhaps with `:selector`, apart. */
export function parseReference(requested: string, account: Account): ParameterReference {
  const trimmed = requested.trim();
  if (!trimmed.startsWith('arn:')) {
    const [name = '', ...rest] = trimmed.split(':');
    const selector = rest.length === 0 ? undefined : rest.join(':');
    return { requested, key: canonicalName(name), name, selector, byArn: false, arn: arnOf(name, account) };
  }
  const [, prefix, region, accountId, path, selector] = ARN.exec(trimmed) ?? [];
  if (prefix === undefined || path === undefined) {
    throw validationException(`Invalid parameter ARN: ${trimmed}`);
  }
  const arn = prefix + path;
  const own = region === account.region && (accountId === account.accountId || path.startsWith(PUBLIC));
  const key = own ? canonicalName(path) : arn;
  return { requested, key, name: canonicalName(path), selector, byArn: true, arn };
}

export function checkReference(reference: ParameterReference): void {
  checkName(reference.name);
}

/** Public parameters belong to no account. */
export function arnOf(name: string, { partition, region, accountId }: Account): string {
  const path = asPath(name);
  return `arn:${partition}:ssm:${region}:${path.startsWith(PUBLIC) ? '' : accountId}:parameter${path}`;
}

/** Whether a parameter is listed among the account's own: neither public nor another account's. */
export function isOwn(key: string): boolean {
  return !key.startsWith(PUBLIC) && !key.startsWith('arn:');
}

/** All the names that a denial may call a parameter by. */
export function namesOf({ name, arn }: ParameterReference): string[] {
  return [name, asPath(name), canonicalName(name), arn];
}
