import { InvalidClientError } from '../../errors/index.js';
import { readLocalFile } from '../../local/local-file.js';
import type { CommandClient } from '../../sources/clients/aws-clients.interface.js';
import {
  secretsManagerClientOf,
  ssmClientOf,
  type ClientOptions,
} from '../../sources/clients/aws-clients.js';
import { has } from '../../sources/clients/client-shape.js';
import { LazyClient } from '../../sources/clients/lazy-client.js';
import { loadSecretsManagerSdk, loadSsmSdk } from '../../sources/clients/sdk-loader.js';
import { unlistableMessage } from '../tooling.messages.js';

/** Whole names, and the kind of each. */
export type Listing = ReadonlyMap<string, string>;

/** What a client or a file has, as far as it is under a path or begins with a prefix. */
export interface NameLister {
  parameters(client: ClientOptions, basePath: string): Promise<Listing>;
  secrets(client: ClientOptions, prefix: string): Promise<Listing>;
}

/**
 * Lists what AWS has. The operations answer names and kinds, and no values.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeParameters.html
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecrets.html
 */
export const awsLister: NameLister = {
  parameters: (options, basePath) =>
    listing(
      ssmClientOf(options),
      {
        name: 'DescribeParameters',
        method: 'describeParameters',
        command: async (input) => new (await loadSsmSdk()).DescribeParametersCommand(input),
      },
      basePath === '' ? {} : { ParameterFilters: [{ Key: 'Path', Option: 'Recursive', Values: [basePath] }] },
      ({ Parameters = [] }) => Parameters.map(({ Name = '', Type = 'String' }) => [Name, Type] as const),
    ),
  secrets: (options, prefix) =>
    listing(
      secretsManagerClientOf(options),
      {
        name: 'ListSecrets',
        method: 'listSecrets',
        command: async (input) => new (await loadSecretsManagerSdk()).ListSecretsCommand(input),
      },
      prefix === '' ? {} : { Filters: [{ Key: 'name', Values: [prefix] }] },
      ({ SecretList = [] }) => SecretList.map(({ Name = '' }) => [Name, 'secret'] as const),
    ),
};

/** Lists what a local file has. */
export const fileLister = (file: string): NameLister => {
  const { parameters, secrets } = readLocalFile(file);
  const kinds = Array.from(
    parameters,
    ([name, value]) => [name, typeof value === 'string' ? 'String' : 'StringList'] as const,
  );
  return {
    parameters: (_client, basePath) =>
      Promise.resolve(new Map(kinds.filter(([name]) => name.startsWith(`${basePath}/`) || basePath === ''))),
    secrets: (_client, prefix) =>
      Promise.resolve(
        new Map(
          [...secrets.keys()].filter((name) => name.startsWith(prefix)).map((name) => [name, 'secret']),
        ),
      ),
  };
};

interface Operation {
  readonly name: string;
  readonly method: string;
  readonly command: (input: object) => Promise<unknown>;
}

interface Page {
  readonly Parameters?: readonly { readonly Name?: string; readonly Type?: string }[];
  readonly SecretList?: readonly { readonly Name?: string }[];
  readonly NextToken?: string;
}

const listing = async (
  client: unknown,
  operation: Operation,
  filters: object,
  namesIn: (page: Page) => readonly (readonly [string, string])[],
): Promise<Listing> => {
  const names = new Map<string, string>();
  let next: string | undefined;
  try {
    do {
      const input = { ...filters, ...(next !== undefined && { NextToken: next }), MaxResults: 50 };
      const page = await pageOf(client, operation, input);
      for (const [name, kind] of namesIn(page)) names.set(name, kind);
      next = page.NextToken;
    } while (next !== undefined);
  } finally {
    // A client that was given has its own owner.
    if (client instanceof LazyClient) client.destroy();
  }
  return names;
};

const pageOf = async (
  client: unknown,
  { name, method, command }: Operation,
  input: object,
): Promise<Page> => {
  if (has(client, method)) {
    return (client as Record<string, (input: object) => Promise<Page>>)[method]?.(input) as Promise<Page>;
  }
  if (!has(client, 'send'))
    throw new InvalidClientError(unlistableMessage(name, method), { names: [method] });
  return (await (client as CommandClient).send(await command(input))) as Page;
};
