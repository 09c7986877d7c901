import { SsmCache, type SsmCacheError } from 'nestjs-ssm-cache';
import { FakeRuntime } from './fake-runtime.js';
import { HeldParameterStore, HeldSecretsManager } from './held-clients.js';

type Options = ConstructorParameters<typeof SsmCache>[0];

/** A cache in front of services in memory, with time and answers in the hands of the test. */
export const makeCache = (options: Options = {}) => {
  const runtime = new FakeRuntime();
  const ssm = new HeldParameterStore();
  const vault = new HeldSecretsManager();
  const cache = new SsmCache({ ssmClient: ssm, secretsManagerClient: vault, ...options }, runtime);
  return { cache, runtime, ssm, vault, parameters: ssm.store, secrets: vault.store };
};

/** An error as the AWS SDK throws it. */
export const awsError = (name: string, message = 'UnknownError', status = 400): Error =>
  Object.assign(new Error(message), {
    name,
    $fault: status < 500 ? 'client' : 'server',
    $metadata: { httpStatusCode: status },
  });

/** What a promise rejects with; fails the test when it does not. */
export const rejection = async (promise: Promise<unknown>): Promise<SsmCacheError> => {
  const [outcome] = await Promise.allSettled([promise]);
  if (outcome.status === 'fulfilled') throw new Error('The promise was fulfilled.');
  return outcome.reason as SsmCacheError;
};

/** What a function throws; fails the test when it does not. */
export const thrown = (action: () => unknown): SsmCacheError => {
  try {
    action();
  } catch (error) {
    return error as SsmCacheError;
  }
  throw new Error('Nothing was thrown.');
};

/** Whether a promise has settled, looked at once everything that is due has run. */
export const track = <T>(promise: Promise<T>) => {
  const seen: { state: 'pending' | 'fulfilled' | 'rejected'; value?: T; error?: SsmCacheError } = {
    state: 'pending',
  };
  promise.then(
    (value) => Object.assign(seen, { state: 'fulfilled', value }),
    (error: unknown) => Object.assign(seen, { state: 'rejected', error }),
  );
  return seen;
};
