import { InvalidDeclarationError, InvalidParameterError } from '../../errors/index.js';
import type { SecretStage } from '../../values/data/secret-versions.js';
import {
  conflictingArnMessage,
  malformedSecretArnMessage,
  versionsAndArnMessage,
} from '../../errors/errors.messages.js';

/** Which field of a secret is read, and in which version. */
export interface SecretSelection {
  readonly key?: string | undefined;
  readonly versionStage?: string | undefined;
  readonly versionId?: string | undefined;
  readonly versions?: readonly SecretStage[] | undefined;
}

export interface SelectedSecret extends SecretSelection {
  /** The name, or the ARN without the parts that follow it. */
  readonly id: string;
}

const PARTS = ['key', 'versionStage', 'versionId'] as const satisfies readonly (keyof SecretSelection)[];
const ARN = /^(arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:[^:]+)(?::(.*))?$/s;

/**
 * A secret, and what is read of it: by the options, or by an ARN in the form of an ECS task definition, which ends in
 * `:key:stage:versionId`. Each of these parts may be empty.
 *
 * @throws `InvalidParameterError` for an ARN of more parts; `InvalidDeclarationError` where ARN and options differ
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
 */
export const selectedSecret = (name: string, options: SecretSelection): SelectedSecret => {
  const { id, parts } = takenApart(name);
  const { versions } = options;
  if (versions !== undefined && parts.slice(1).some((part) => part !== '')) {
    throw new InvalidDeclarationError(versionsAndArnMessage(name), { names: [name] });
  }
  const selection = PARTS.map((option, index) => {
    const part = parts[index] || undefined;
    const given = options[option];
    if (part !== undefined && given !== undefined && part !== given) {
      throw new InvalidDeclarationError(conflictingArnMessage(name, option, part, given), { names: [name] });
    }
    return [option, given ?? part] as const;
  });
  return { id, ...Object.fromEntries(selection), versions };
};

/** The name behind a prefix. An ARN is complete as it is. */
export const underSecretPrefix = (name: string, prefix: string | undefined): string =>
  prefix === undefined || name.startsWith('arn:') ? name : prefix + name;

const takenApart = (name: string): { readonly id: string; readonly parts: readonly string[] } => {
  const [, id = name, rest] = ARN.exec(name) ?? [];
  const parts = rest?.split(':') ?? [];
  if (parts.length > PARTS.length) {
    throw new InvalidParameterError(malformedSecretArnMessage(name), { names: [name] });
  }
  return { id, parts };
};
