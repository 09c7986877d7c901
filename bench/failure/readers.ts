import { SSMProvider } from '@aws-lambda-powertools/parameters/ssm';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import middy from '@middy/core';
import ssm from '@middy/ssm';
import { createCache } from 'cache-manager';
import { LRUCache } from 'lru-cache';
import { SsmCache } from 'nestjs-ssm-cache';
import type { AwsAnswer } from '../support/aws.js';

export const NAME = '/bench/value';

/** One way to read a value that is fetched again when it is older than `maxAge`. */
export interface Reader {
  readonly name: string;
  readonly read: () => Promise<unknown>;
  readonly close: () => void;
}

type MakeReader = (config: AwsAnswer['config'], maxAge: number) => Reader;

const fetchWith = (client: SSMClient) => async (): Promise<string> => {
  const { Parameter } = await client.send(new GetParameterCommand({ Name: NAME, WithDecryption: true }));
  return Parameter?.Value ?? '';
};

const lruReader =
  (name: string, options: { readonly allowStaleOnFetchRejection?: boolean }): MakeReader =>
  (config, maxAge) => {
    const client = new SSMClient(config);
    const cache = new LRUCache<string, string>({
      max: 100,
      ttl: maxAge * 1_000,
      fetchMethod: fetchWith(client),
      ...options,
    });
    return { name, read: () => cache.fetch(NAME), close: () => client.destroy() };
  };

/** @param maxAge in seconds */
export const READERS: readonly MakeReader[] = [
  (config, maxAge) => {
    const cache = new SsmCache({ ssm: config, maxAge });
    const handle = cache.parameter(NAME);
    return { name: '**nestjs-ssm-cache**, `get()`', read: () => handle.get(), close: () => cache.close() };
  },
  (config, maxAge) => {
    const cache = new SsmCache({ ssm: config, maxAge });
    const handle = cache.parameter(NAME);
    const read = async (): Promise<string> => {
      await cache.ready();
      return handle.value;
    };
    return { name: '**nestjs-ssm-cache**, `value`', read, close: () => cache.close() };
  },
  (config, maxAge) => {
    const client = new SSMClient(config);
    const provider = new SSMProvider({ awsSdkV3Client: client });
    return {
      name: 'Powertools, `getParameter()`',
      read: () => provider.get(NAME, { decrypt: true, maxAge }),
      close: () => client.destroy(),
    };
  },
  (config, maxAge) => ({
    name: '`@middy/ssm`',
    read: middy(async (_event: object, context: { readonly value?: string }) => context.value).use(
      ssm({
        awsClientOptions: config,
        cacheExpiry: maxAge * 1_000,
        cacheKey: `reader ${Math.random()}`,
        disablePrefetch: true,
        fetchData: { value: NAME },
        setToContext: true,
      }),
    ) as unknown as Reader['read'],
    close: () => undefined,
  }),
  lruReader('lru-cache, `fetch()`', {}),
  lruReader('lru-cache, `fetch()`, `allowStaleOnFetchRejection`', { allowStaleOnFetchRejection: true }),
  (config, maxAge) => {
    const client = new SSMClient(config);
    const cache = createCache({ ttl: maxAge * 1_000 });
    return {
      name: 'cache-manager, `wrap()`',
      read: () => cache.wrap(NAME, fetchWith(client)),
      close: () => client.destroy(),
    };
  },
];
