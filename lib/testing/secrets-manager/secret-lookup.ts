import type { InMemorySecretsManager } from '../in-memory-secrets-manager.js';
import type { SecretValueOutput } from '../interfaces/secrets-manager.interface.js';

type Read = (id: string, selector: string | undefined) => SecretValueOutput;

const readers = new WeakMap<object, Read>();

/** Lets Parameter Store read the secrets of a manager, without a request to it. */
export function offerSecrets(manager: InMemorySecretsManager, read: Read): void {
  readers.set(manager, read);
}

/**
 * A secret by the selector of a reference: a version id, a stage, or none for AWSCURRENT. `undefined`: the manager
 * is none of ours.
 */
export function readSecret(
  manager: InMemorySecretsManager,
  id: string,
  selector: string | undefined,
): SecretValueOutput | undefined {
  return readers.get(manager)?.(id, selector);
}
