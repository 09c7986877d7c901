/** The value of one version, and when it was made. */
export interface StoredSecretVersion {
  readonly id: string;
  readonly value: string | Uint8Array;
  readonly created: number;
  readonly stages: Set<string>;
}

export interface StoredSecret {
  readonly name: string;
  readonly arn: string;
  readonly tags: ReadonlyMap<string, string>;
  readonly versions: Map<string, StoredSecretVersion>;
  /** The accounts, roles and sessions that its resource policy allows to read it. */
  readonly sharedWith: Set<string>;
  readonly created: number;
  description: string | undefined;
  keyId: string | undefined;
  changed: number;
  accessed: number | undefined;
  /** When the recovery window ends; `undefined`: not marked for deletion. */
  deletionDate: number | undefined;
  /** When it was marked for deletion. */
  deletedDate: number | undefined;
}

export const DEFAULT_KEY = 'alias/aws/secretsmanager';
