/**
 * What a request may not do, as the statement of an IAM policy.
 *
 * @publicApi
 */
export interface Denial {
  /**
   * The IAM action, with or without its service: `'ssm:GetParameters'`, `'BatchGetSecretValue'`,
   * `'kms:Decrypt'`; `*` stands for any characters.
   *
   * @default '*', any action of this service
   */
  readonly action?: string;
  /**
   * The name or the ARN of what is denied: `*` stands for any characters. For `kms:Decrypt`: the key id.
   *
   * @default '*', everything
   */
  readonly resource?: string | RegExp;
  /**
   * The ARN of the role, or of its session, that is denied: `*` stands for any characters.
   *
   * @default '*', whoever asks
   */
  readonly principal?: string;
}
