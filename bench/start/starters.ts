import { SSMProvider } from '@aws-lambda-powertools/parameters/ssm';
import { GetParameterCommand, GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import middy from '@middy/core';
import ssm from '@middy/ssm';
import type { AwsAnswer } from '../support/aws.js';
import { startNest } from './start-nest.js';

export type ClientConfig = AwsAnswer['config'];

/** The path that all names of one start are under. */
export const PATH = '/bench/start';

export interface Starter {
  readonly name: string;
  /** Settles when the value of each name is known. */
  readonly start: (names: readonly string[], config: ClientConfig) => Promise<unknown>;
  /** Whether it takes too long to be repeated. */
  readonly isSlow?: boolean;
}

const NAMES_A_CALL = 10;

const withClient =
  (start: (names: readonly string[], client: SSMClient) => Promise<unknown>): Starter['start'] =>
  async (names, config) => {
    const client = new SSMClient(config);
    await start(names, client);
    client.destroy();
  };

const byTens = (names: readonly string[]): readonly string[][] =>
  Array.from({ length: Math.ceil(names.length / NAMES_A_CALL) }, (_, index) =>
    names.slice(index * NAMES_A_CALL, (index + 1) * NAMES_A_CALL),
  );

export const STARTERS: readonly [Starter, ...Starter[]] = [
  {
    name: 'the least possible: `GetParameters` by tens, all at once',
    start: withClient((names, client) =>
      Promise.all(
        byTens(names).map((Names) => client.send(new GetParametersCommand({ Names, WithDecryption: true }))),
      ),
    ),
  },
  { name: '**nestjs-ssm-cache**, a Nest application with a property for each', start: startNest },
  {
    name: 'Powertools, `getParameter()` for each',
    start: withClient((names, awsSdkV3Client) => {
      const provider = new SSMProvider({ awsSdkV3Client });
      return Promise.all(names.map((name) => provider.get(name, { decrypt: true })));
    }),
  },
  {
    name: 'Powertools, `getParametersByName()`',
    start: withClient((names, awsSdkV3Client) =>
      new SSMProvider({ awsSdkV3Client }).getParametersByName(
        Object.fromEntries(names.map((name) => [name, {}])),
        { decrypt: true },
      ),
    ),
  },
  {
    name: 'Powertools, `getParameters()` by path',
    start: withClient((names, awsSdkV3Client) =>
      new SSMProvider({ awsSdkV3Client }).getMultiple(`${PATH}/${names.length}`, { decrypt: true }),
    ),
  },
  {
    name: '`@middy/ssm`',
    start: (names, config) =>
      middy(async () => undefined).use(
        ssm({
          awsClientOptions: config,
          cacheKey: `start ${Math.random()}`,
          disablePrefetch: true,
          fetchData: Object.fromEntries(names.map((name, index) => [`value${index}`, name])),
          setToContext: true,
        }),
      )({}, {}),
  },
  {
    name: 'one by one, `GetParameter`',
    isSlow: true,
    start: withClient(async (names, client) => {
      for (const Name of names) await client.send(new GetParameterCommand({ Name, WithDecryption: true }));
    }),
  },
];
