import type { SSMClientConfig } from '@aws-sdk/client-ssm';

/** Configuration for every AWS client of the application. Empty: whatever the SDK finds, that is real AWS. */
export type AwsConfig = Pick<SSMClientConfig, 'endpoint' | 'region' | 'credentials'>;

/** What surrounds the application: in production a database and AWS, here substitutes of them unless told otherwise. */
export interface SampleEnvironment {
  readonly aws: AwsConfig;
  /** Whether it is a substitute, in which anything may be changed. */
  readonly isAwsLocal: boolean;
  /** The file that values come from instead of AWS. */
  readonly localFile?: string;
  /** Logs in as a role that may create roles: the rotation changes passwords with it, the orders service never sees it. */
  readonly adminUrl: string;
  /** How often AWS was called, by operation, so far; `undefined` when it is the real one. */
  readonly awsCalls?: () => Record<string, number>;
}

export interface DatabaseCredentials {
  readonly username: string;
  readonly password: string;
}
