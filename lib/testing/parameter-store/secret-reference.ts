import type { InMemorySecretsManager } from '../in-memory-secrets-manager.js';
import type { ParameterOutput } from '../interfaces/parameter-store.interface.js';
import { awsError, validationException } from '../shared/aws-errors.js';
import { AwsServiceError } from '../shared/aws-service.error.js';
import { readSecret } from '../secrets-manager/secret-lookup.js';
import type { ParameterReference } from './parameter-reference.js';

const PREFIX = '/aws/reference/secretsmanager/';

export const isSecretReference = ({ name }: ParameterReference): boolean => name.startsWith(PREFIX);

/**
 * Secrets that are read through Parameter Store.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/integration-ps-secretsmanager.html
 */
export class SecretReferences {
  readonly #secretsManager: InMemorySecretsManager | undefined;

  constructor(secretsManager: InMemorySecretsManager | undefined) {
    this.#secretsManager = secretsManager;
  }

  checkDecryptionAsked(references: readonly ParameterReference[], withDecryption: boolean | undefined): void {
    if (withDecryption !== true && references.some(isSecretReference)) {
      throw validationException('WithDecryption flag must be True for retrieving a Secret Manager secret.');
    }
  }

  /** The secret as a parameter, `undefined` where there is none. A denial or an unusable key is thrown. */
  read({ name, selector }: ParameterReference): ParameterOutput | undefined {
    if (this.#secretsManager === undefined) return undefined;
    try {
      const secret = readSecret(this.#secretsManager, name.slice(PREFIX.length), selector);
      if (secret === undefined) return undefined;
      const { CreatedDate, SecretBinary: _binary, ...rest } = secret;
      return {
        Name: name,
        Type: 'SecureString',
        // a binary secret has no place in a parameter
        ...(secret.SecretString === undefined ? {} : { Value: secret.SecretString }),
        Version: 0,
        ...(selector === undefined ? {} : { Selector: `:${selector}` }),
        SourceResult: JSON.stringify({ CreatedDate: CreatedDate.getTime() / 1000, ...rest }),
        LastModifiedDate: CreatedDate,
        ARN: secret.ARN,
      };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  notFound({ requested }: ParameterReference): Error {
    return awsError(
      'ParameterNotFound',
      `An error occurred (ParameterNotFound) when referencing Secrets Manager: Secret ${requested} not found.`,
    );
  }
}

function isMissing(error: unknown): boolean {
  return (
    error instanceof AwsServiceError &&
    ['ResourceNotFoundException', 'InvalidRequestException'].includes(error.name)
  );
}
