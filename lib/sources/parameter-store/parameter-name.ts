import { InvalidParameterError, InvalidPathError, InvalidVersionError } from '../../errors/index.js';
import {
  emptyNameMessage,
  invalidSelectorMessage,
  noLeadingSlashMessage,
} from '../../errors/errors.messages.js';

/** A parameter's name in its parts. */
export interface ParameterName {
  /** The name, or the ARN, without selector. */
  readonly name: string;
  /** `:3`, `:prod`, or nothing. */
  readonly selector: string;
}

export const SECRET_REFERENCE_PREFIX = '/aws/reference/secretsmanager/';
/** One level, or a path that begins with a slash. */
const NAME = /^(?:[\w.-]+|(?:\/[\w.-]+)+)$/;
/** A version from 1, or a label, which does not begin with a digit. */
const SELECTOR = /^:(?:[1-9]\d*|(?!-\d)[A-Za-z_.-][\w.-]{0,99})$/;
/** A staging label, or a version id, of a secret. */
const SECRET_SELECTOR = /^:[\w.+=@/-]{1,256}$/;
const ARN_RESOURCE = /^arn:[^:]*:ssm:[^:]*:[^:]*:parameter/;

export const isArn = (name: string): boolean => name.startsWith('arn:');

export const isSecretReference = (name: string): boolean => name.startsWith(SECRET_REFERENCE_PREFIX);

/**
 * Takes a name apart, with or without selector, as an ARN or not.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
 */
export const parseParameterName = (fullName: string): ParameterName => {
  const { name, selector } = splitSelector(fullName);
  if (name.trim() === '') throw new InvalidParameterError(emptyNameMessage, { names: [fullName] });
  const pattern = isSecretReference(name) ? SECRET_SELECTOR : SELECTOR;
  if (selector !== '' && !pattern.test(selector)) {
    throw new InvalidVersionError(invalidSelectorMessage(fullName), { names: [fullName] });
  }
  return { name, selector };
};

/** Whether AWS may know such a name. */
export const isWellFormed = (name: string): boolean =>
  NAME.test(name.trim()) || isArn(name) || isSecretReference(name);

/** The name behind a base path. An ARN, and a reference to a secret, are complete as they are. */
export const underBasePath = (name: string, basePath: string | undefined): string => {
  if (basePath === undefined || isArn(name) || isSecretReference(name)) return name;
  if (!name.startsWith('/')) {
    throw new InvalidPathError(noLeadingSlashMessage(name, basePath), { names: [name] });
  }
  return basePath.replace(/\/+$/, '') + name;
};

/** One spelling for all the ways to name a parameter: `foo`, `/foo` and the ARN of either are the same. */
export const canonicalName = (name: string): string => {
  const path = name.trim().replace(ARN_RESOURCE, '');
  return path.lastIndexOf('/') === 0 ? path.slice(1) : path;
};

/** The parts of a name, whether or not it is one. */
export const splitSelector = (fullName: string): ParameterName => {
  const resourceStart = ARN_RESOURCE.exec(fullName)?.[0].length ?? 0;
  const colon = fullName.indexOf(':', resourceStart);
  return colon < 0
    ? { name: fullName, selector: '' }
    : { name: fullName.slice(0, colon), selector: fullName.slice(colon) };
};
