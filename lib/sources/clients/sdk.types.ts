// All SDK clients are optional peers: the types of one that is not installed are `any` here, rather than errors in the
// declarations of this package.
/** @ts-ignore: may not be installed */
import type * as secretsManager from '@aws-sdk/client-secrets-manager';
/** @ts-ignore: may not be installed */
import type * as sqs from '@aws-sdk/client-sqs';
/** @ts-ignore: may not be installed */
import type * as ssm from '@aws-sdk/client-ssm';

export type SsmSdk = typeof ssm;
export type SSMClientConfig = ssm.SSMClientConfig;
export type SecretsManagerSdk = typeof secretsManager;
export type SecretsManagerClientConfig = secretsManager.SecretsManagerClientConfig;
export type SqsSdk = typeof sqs;
export type SQSClientConfig = sqs.SQSClientConfig;
