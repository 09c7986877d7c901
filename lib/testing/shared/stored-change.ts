/** A change of a parameter. */
export interface ParameterChange {
  readonly service: 'ssm';
  readonly operation: 'Create' | 'Update' | 'Delete' | 'LabelParameterVersion';
  readonly name: string;
  readonly arn: string;
  readonly type: string;
  readonly description: string | undefined;
}

/** What changed a secret: a call, or the end of a rotation. */
export type SecretCall =
  | 'CreateSecret'
  | 'PutSecretValue'
  | 'UpdateSecret'
  | 'UpdateSecretVersionStage'
  | 'DeleteSecret'
  | 'RestoreSecret'
  | 'RotationSucceeded';

/** A change of a secret. */
export interface SecretChange {
  readonly service: 'secretsmanager';
  readonly call: SecretCall;
  readonly name: string;
  readonly arn: string;
  /** What the call said, without the value. */
  readonly request: Readonly<Record<string, unknown>>;
  /** The stages that are on another version now, and on which. */
  readonly moved: readonly { readonly stage: string; readonly versionId: string }[];
}

/** What has changed in a service, without any value. */
export type StoredChange = ParameterChange | SecretChange;
