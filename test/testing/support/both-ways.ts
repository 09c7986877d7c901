import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SSMClient } from '@aws-sdk/client-ssm';
import {
  InMemoryParameterStore,
  type InMemoryParameterStoreOptions,
  InMemorySecretsManager,
  type ParameterSeeds,
  type SecretContent,
  startLocalAws,
} from 'nestjs-ssm-cache/testing';

interface Contents {
  readonly parameters?: ParameterSeeds;
  readonly secrets?: Readonly<Record<string, SecretContent>>;
  readonly options?: InMemoryParameterStoreOptions;
}

export interface AwsUnderTest {
  readonly parameterStore: InMemoryParameterStore;
  readonly secretsManager: InMemorySecretsManager;
  /** Sends a command of either client. */
  readonly send: (command: any) => Promise<any>;
  readonly close: () => Promise<void>;
}

type Start = (contents?: Contents) => Promise<AwsUnderTest>;

function services({ parameters = {}, secrets = {}, options = {} }: Contents) {
  const secretsManager = new InMemorySecretsManager(secrets, options);
  return {
    secretsManager,
    parameterStore: new InMemoryParameterStore(parameters, { secretsManager, ...options }),
  };
}

const isForSecrets = (command: any): boolean => command.schema[1] === 'com.amazonaws.secretsmanager';

const inMemory: Start = async (contents = {}) => {
  const { parameterStore, secretsManager } = services(contents);
  const send = async (command: any): Promise<any> =>
    isForSecrets(command) ? secretsManager.send(command) : parameterStore.send(command);
  return { parameterStore, secretsManager, send, close: async () => {} };
};

const overHttp: Start = async (contents = {}) => {
  const aws = await startLocalAws(services(contents));
  const config = { ...aws.clientConfig(), maxAttempts: 1 };
  const ssm = new SSMClient(config);
  const secrets = new SecretsManagerClient(config);
  return {
    parameterStore: aws.parameterStore,
    secretsManager: aws.secretsManager,
    send: (command) => (isForSecrets(command) ? secrets.send(command) : ssm.send(command)),
    close: async () => {
      ssm.destroy();
      secrets.destroy();
      await aws.close();
    },
  };
};

/** The same object, asked directly and through the real SDK clients over HTTP. */
export const WAYS: readonly (readonly [way: string, start: Start])[] = [
  ['in memory', inMemory],
  ['over HTTP', overHttp],
];

/** What a request came to, without what differs from one request to the next. */
export async function outcome(request: Promise<any>): Promise<any> {
  try {
    const { $metadata: _metadata, ...output } = await request;
    return output;
  } catch (error: any) {
    return {
      error: error.name,
      message: error.message,
      status: error.$metadata?.httpStatusCode,
      fault: error.$fault,
    };
  }
}

/** An error of the client's own fault, as `outcome` gives it. */
export const refused = (error: string, message: unknown = 'UnknownError'): object => ({
  error,
  message,
  status: 400,
  fault: 'client',
});
