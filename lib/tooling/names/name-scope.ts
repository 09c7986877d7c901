import type { ClientOptions } from '../../sources/clients/aws-clients.js';
import { DEFAULT_CLIENT } from '../../sources/source.interface.js';
import type { SsmGroupOptions } from '../../options/group-options.interface.js';
import type { StandaloneSsmCacheOptions } from '../../options/ssm-cache-options.interface.js';

/** Where the names of declarations are looked for: what is prepended to them, and by which client. */
export interface NameScope {
  readonly client: ClientOptions;
  /** Without a slash at its end; empty for none. */
  readonly basePath: string;
  readonly secretPrefix: string;
}

/** The scopes of a cache and of its registered groups, each once. */
export const scopesOf = (
  options: StandaloneSsmCacheOptions,
  groups: readonly SsmGroupOptions[],
): readonly NameScope[] => {
  const scopes = new Map<string, NameScope>();
  for (const own of [{}, ...groups] as readonly SsmGroupOptions[]) {
    const { basePath = options.basePath, secretPrefix = options.secretPrefix, client = DEFAULT_CLIENT } = own;
    const scope = {
      client: client === DEFAULT_CLIENT ? options : (options.clients?.[client] ?? options),
      basePath: (basePath || '').replace(/\/+$/, ''),
      secretPrefix: secretPrefix || '',
    };
    scopes.set(JSON.stringify([client, scope.basePath, scope.secretPrefix]), scope);
  }
  return [...scopes.values()];
};
