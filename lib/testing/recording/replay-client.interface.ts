import type { InMemoryParameterStore } from '../in-memory-parameter-store.js';
import type { InMemorySecretsManager } from '../in-memory-secrets-manager.js';
import type { AwsCommand, AwsRequestOptions } from '../interfaces/aws-command.interface.js';
import type { ParameterMethod, SecretMethod } from './plain-methods.js';

/**
 * A client that answers from a recording: the commands of AWS SDK for JavaScript v3, and the methods that
 * `InMemoryParameterStore` and `InMemorySecretsManager` have for operations of AWS.
 *
 * @publicApi
 */
export interface ReplayClient
  extends Pick<InMemoryParameterStore, ParameterMethod>, Pick<InMemorySecretsManager, SecretMethod> {
  /** Answers an SDK command, of either service. The SDK itself is not needed for it. */
  send<Output extends object>(command: AwsCommand<Output>, options?: AwsRequestOptions): Promise<Output>;
  /** Does nothing: calls are answered as before. */
  destroy(): void;
}
