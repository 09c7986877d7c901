import { awsError, validationException } from '../shared/aws-errors.js';

const MALFORMED =
  'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_';

const MALFORMED_PATH =
  'The parameter doesn\'t meet the parameter name requirements. The parameter name must begin with a forward slash "/". It can\'t be prefixed with \\"aws\\" or \\"ssm\\" (case-insensitive). It must use only letters, numbers, or the following symbols: . (period), - (hyphen), _ (underscore). Special characters are not allowed. All sub-paths, if specified, must use the forward slash symbol "/". Valid example: /get/parameters2-/by1./path0_.';

const NAME = /^(?:[\w.-]+|(?:\/[\w.-]+)+)$/;
const PATH = /^\/(?:[\w.-]+(?:\/[\w.-]+)*\/?)?$/;
const MAX_LEVELS = 15;
const MAX_ARN_LENGTH = 1011;

/** The name under which a parameter is kept: `foo` and `/foo` are one. */
export function canonicalName(name: string): string {
  return name.lastIndexOf('/') === 0 ? name.slice(1) : name;
}

/** The name as a path: `foo` lies in `/`. */
export function asPath(name: string): string {
  return name.startsWith('/') ? name : `/${name}`;
}

/** Reading refuses only what cannot be a name; whether it exists is another question. */
export function checkName(name: string): void {
  if (!NAME.test(name)) throw validationException(MALFORMED);
}

/** @see https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html */
export function checkNewName(name: string, arn: string): void {
  checkName(name);
  const levels = name.split('/').filter((level) => level !== '');
  if (/^\/?aws/i.test(name) && levels.length > 1) {
    throw awsError('AccessDeniedException', `No access to reserved parameter name: ${name}.`);
  }
  if (/^\/?(?:aws|ssm)/i.test(name)) {
    throw validationException(
      levels.length > 1
        ? MALFORMED
        : 'Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive).',
    );
  }
  if (levels.length > MAX_LEVELS) {
    throw awsError(
      'HierarchyLevelLimitExceededException',
      `Hierarchies may have at most ${MAX_LEVELS} levels; ${name} has ${levels.length}.`,
    );
  }
  if (arn.length > MAX_ARN_LENGTH) {
    throw validationException(
      `The parameter name is too long: with its ARN it may have ${MAX_ARN_LENGTH} characters.`,
    );
  }
}

/** The path of a listing, without its trailing slash; the root is the empty string. */
export function checkPath(path: string): string {
  const trimmed = path.trim();
  if (!PATH.test(trimmed)) throw validationException(MALFORMED_PATH);
  return trimmed.replace(/\/$/, '');
}
