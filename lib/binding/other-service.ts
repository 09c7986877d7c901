import { InvalidDeclarationError, InvalidParameterError, type PreloadFailure } from '../errors/index.js';
import { otherServiceMessage, perhapsOfOtherServiceMessage } from '../errors/errors.messages.js';
import type { DecoratedValue } from './declarations.interface.js';

type Kind = DecoratedValue['kind'];

const OTHERS = {
  parameter: { service: 'Secrets Manager', what: 'a secret', decorator: '@SsmSecret', arn: 'secretsmanager' },
  secret: { service: 'Parameter Store', what: 'a parameter', decorator: '@SsmParam', arn: 'ssm' },
} as const;

/** Throws for the ARN of a secret that is declared as a parameter, and the other way round. */
export const checkService = ({ kind, name }: DecoratedValue, where: string): void => {
  if (kind === 'path' || typeof name !== 'string') return;
  const { arn, decorator, what } = OTHERS[kind];
  if (!new RegExp(`^arn:[^:]*:${arn}:`).test(name)) return;
  throw new InvalidDeclarationError(otherServiceMessage(where, what, decorator), { names: [where] });
};

/** A name that one service does not know may be one of the other: what is said of it says how that one is declared. */
export const withOtherService = (failure: PreloadFailure, kind: Kind | undefined): PreloadFailure => {
  const { error } = failure;
  if (kind === undefined || kind === 'path' || !(error instanceof InvalidParameterError)) return failure;
  const { decorator, service, what } = OTHERS[kind];
  const message = perhapsOfOtherServiceMessage(error.message, what, service, decorator);
  return {
    ...failure,
    error: new InvalidParameterError(message, { names: error.names, cause: error.cause }),
  };
};
