import type { SSMClientConfig } from '@aws-sdk/client-ssm';
import type { SsmFleetOptions } from 'nestjs-ssm-cache';
import type { LocalAwsEvents } from 'nestjs-ssm-cache/testing';

/** Configuration for every AWS client of the application. Empty: whatever the SDK finds, that is real AWS. */
export type AwsConfig = Pick<SSMClientConfig, 'endpoint' | 'region' | 'credentials'>;

/** What surrounds the application: in production a database and AWS, here substitutes of them unless told otherwise. */
export interface SampleEnvironment {
  readonly aws: AwsConfig;
  /** Whether it is a substitute, in which anything may be changed. */
  readonly isAwsLocal: boolean;
  /** The queue that events of changes come to; absent where there is none. */
  readonly queueUrl?: string | undefined;
  /** How the local AWS sends them; absent where it sends none. */
  readonly events?: LocalAwsEvents;
  /** Seconds after which a value is refreshed. Default: 60 */
  readonly maxAge?: number;
  /** How this process works together with others; absent where it is the only one. */
  readonly fleet?: SsmFleetOptions;
  /** The file that values come from instead of AWS. */
  readonly localFile?: string;
  /** Logs in as a role that may create roles: the rotation changes passwords with it, the orders service never sees it. */
  readonly adminUrl: string;
  /** How often Parameter Store and Secrets Manager were called, by operation, so far; `undefined` when AWS is the real one. */
  readonly awsCalls?: () => Record<string, number>;
  /** How often the secret with the login was read so far, by anybody; `undefined` when AWS is the real one. */
  readonly secretReads?: () => number;
}

export interface DatabaseCredentials {
  readonly username: string;
  readonly password: string;
}
