import type { InMemorySecretsManager } from '../in-memory-secrets-manager.js';
import type { SecretValueOutput } from '../interfaces/secrets-manager.interface.js';
import type { SecretsManagerContext } from './secrets-manager.context.js';

const contexts = new WeakMap<object, SecretsManagerContext>();

/** Lets Parameter Store and other accounts read the secrets of a manager, without a request to it. */
export function offerSecrets(manager: InMemorySecretsManager, context: SecretsManagerContext): void {
  contexts.set(manager, context);
}

/** What a manager works on; `undefined`: it is none of ours. */
export function secretsOf(manager: InMemorySecretsManager): SecretsManagerContext | undefined {
  return contexts.get(manager);
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
  return secretsOf(manager)?.reader.readSelected(id, selector);
}
