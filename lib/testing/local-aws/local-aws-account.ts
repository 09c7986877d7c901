import type { InMemoryParameterStore } from '../in-memory-parameter-store.js';
import type { InMemorySecretsManager } from '../in-memory-secrets-manager.js';
import type { LocalAwsClientConfig } from '../interfaces/local-aws.interface.js';
import type { LocalPlace } from './local-accounts.js';

/**
 * One account of a local AWS, in one region. `LocalAws.in()` makes it.
 *
 * @example
 * ```ts
 * const other = aws.in({ accountId: '222222222222', region: 'us-east-1' });
 * new SSMClient(other.clientConfig());
 * ```
 *
 * @publicApi
 */
export class LocalAwsAccount {
  /** The account, 12 digits. */
  readonly accountId: string;
  /** The region, such as `eu-west-1`. */
  readonly region: string;
  /** The parameters there: what is put there is served at once. */
  readonly parameterStore: InMemoryParameterStore;
  /** The secrets there: what is put there is served at once. */
  readonly secretsManager: InMemorySecretsManager;
  readonly #endpoint: string;

  /** @internal */
  constructor(place: LocalPlace, endpoint: string) {
    this.accountId = place.accountId;
    this.region = place.region;
    this.parameterStore = place.parameterStore;
    this.secretsManager = place.secretsManager;
    this.#endpoint = endpoint;
  }

  /**
   * The configuration of an SDK client that belongs to the account and asks in the region.
   *
   * @publicApi
   */
  clientConfig(): LocalAwsClientConfig {
    return {
      endpoint: this.#endpoint,
      region: this.region,
      credentials: { accessKeyId: this.accountId, secretAccessKey: 'local' },
    };
  }
}
