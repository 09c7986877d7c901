/**
 * A statement of an IAM policy.
 *
 * @publicApi
 */
export interface IamStatement {
  /** A policy of the tools only allows. */
  readonly Effect: 'Allow';
  /** Such as `ssm:GetParameters`. */
  readonly Action: string;
  /** One ARN, several, or `*`. */
  readonly Resource: string | readonly string[];
  /** By operator and condition key; present for `kms:Decrypt`. */
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/**
 * An IAM policy, as AWS takes it as JSON.
 *
 * @publicApi
 */
export interface IamPolicy {
  /** The version of the policy language. */
  readonly Version: '2012-10-17';
  /** One for each action; for `kms:Decrypt` one for each service and region. */
  readonly Statement: readonly IamStatement[];
}

/**
 * Where one of the further clients reads, where that differs from the policy's own account and region.
 *
 * @publicApi
 */
export interface IamClient {
  /** The account, 12 digits. */
  readonly account?: string | undefined;
  /** The region. */
  readonly region?: string | undefined;
  /** The ARN of the role that the client assumes: the policy then allows to assume it, and what the client reads is the business of that role. */
  readonly role?: string | undefined;
}

/**
 * Options of `iamPolicy()`.
 *
 * @example
 * ```ts
 * iamPolicy(declarations, { account: '123456789012', region: 'eu-west-1', partition: 'aws', clients: {}, kmsKeys: [], batch: true, wildcards: false, maxSize: 6_144 });
 * ```
 *
 * @publicApi
 */
export interface IamPolicyOptions {
  /** The account, 12 digits. */
  readonly account: string;

  /**
   * The region of what is read where neither the name nor the client of a declaration tells it.
   *
   * @default the region of the client
   */
  readonly region?: string | undefined;

  /**
   * The partition of the ARNs.
   *
   * @default 'aws', or the partition of the region
   */
  readonly partition?: string | undefined;

  /**
   * The further clients by name.
   *
   * @default each reads in the account of the policy, and in the region that its options name
   */
  readonly clients?: Readonly<Record<string, IamClient>> | undefined;

  /**
   * The ARNs of the customer managed keys that values are encrypted with. The keys of AWS, such as `alias/aws/ssm`, need no
   * statement.
   *
   * @default none
   */
  readonly kmsKeys?: readonly string[] | undefined;

  /**
   * If "false", `secretsmanager:BatchGetSecretValue` is left out, as fits `batchSecrets: false`.
   *
   * @default true
   */
  readonly batch?: boolean | undefined;

  /**
   * If "true", names are merged by their paths as far as the policy is larger than `maxSize`: `/prod/db/host` and
   * `/prod/db/port` become `/prod/db/*`. The role may then read more than is declared.
   *
   * @default false
   */
  readonly wildcards?: boolean | undefined;

  /**
   * How many characters the policy may have. AWS takes 6,144 in a managed policy and 10,240 in the inline policies of a role.
   *
   * @default 6144
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
   */
  readonly maxSize?: number | undefined;
}
