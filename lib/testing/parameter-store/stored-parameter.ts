import type { InMemoryParameterType } from '../interfaces/parameter-store.interface.js';

/** One version of a parameter. It never changes, but for its labels. */
export interface StoredVersion {
  readonly version: number;
  readonly type: InMemoryParameterType;
  readonly value: string;
  /** What a SecureString shows to whoever does not ask for decryption. */
  readonly ciphertext: string | undefined;
  readonly keyId: string | undefined;
  readonly tier: 'Standard' | 'Advanced';
  readonly dataType: string;
  readonly description: string | undefined;
  readonly allowedPattern: string | undefined;
  readonly modified: number;
  readonly labels: Set<string>;
}

export interface StoredParameter {
  readonly key: string;
  /** As it was created. */
  readonly name: string;
  readonly arn: string;
  readonly tags: ReadonlyMap<string, string>;
  readonly versions: Map<number, StoredVersion>;
  /** The accounts, roles and sessions that may read it by its ARN. */
  readonly sharedWith: Set<string>;
  latest: StoredVersion;
}
