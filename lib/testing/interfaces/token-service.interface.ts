import type { AwsOutputMetadata } from './aws-command.interface.js';

export interface AssumeRoleInput {
  readonly RoleArn: string | undefined;
  readonly RoleSessionName: string | undefined;
  readonly DurationSeconds?: number | undefined;
  readonly ExternalId?: string | undefined;
}

export interface AssumeRoleOutput extends AwsOutputMetadata {
  readonly Credentials?: {
    readonly AccessKeyId: string;
    readonly SecretAccessKey: string;
    readonly SessionToken: string;
    readonly Expiration: Date;
  };
  readonly AssumedRoleUser?: { readonly AssumedRoleId: string; readonly Arn: string };
}

export interface GetCallerIdentityOutput extends AwsOutputMetadata {
  readonly UserId?: string;
  readonly Account?: string;
  readonly Arn?: string;
}
