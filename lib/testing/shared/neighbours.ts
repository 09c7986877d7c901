import type { ParameterStoreContext } from '../parameter-store/parameter-store.context.js';
import type { SecretsManagerContext } from '../secrets-manager/secrets-manager.context.js';

/** The services of the other accounts in one region. */
export interface Neighbours {
  parameterStore(accountId: string): ParameterStoreContext | undefined;
  secretsManager(accountId: string): SecretsManagerContext | undefined;
}

/** The account and the region in an ARN. */
export function placeIn(arn: string): { readonly region: string; readonly accountId: string } | undefined {
  const [, region, accountId] = /^arn:[^:]+:[^:]+:([^:]*):(\d{12}):/.exec(arn) ?? [];
  return region === undefined || accountId === undefined ? undefined : { region, accountId };
}
