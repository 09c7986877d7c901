import { OptionRangeError } from '../../errors/index.js';
import { noRegionMessage } from '../tooling.messages.js';
import type { SsmDeclaration } from '../ssm-declaration.interface.js';
import { partitionOf } from './partition-of.js';
import type { IamPolicyOptions } from './iam-policy.interface.js';

/** The resources of each action, by ARN. */
export type Grants = ReadonlyMap<string, readonly string[]>;

const BATCH = 'secretsmanager:BatchGetSecretValue';

/**
 * What the declarations need.
 *
 * @throws `OptionRangeError` for a declaration whose region is not known
 */
export const grantsOf = (declarations: readonly SsmDeclaration[], options: IamPolicyOptions): Grants => {
  const grants = new Map<string, string[]>();
  const add = (action: string, resource: string): void => {
    grants.set(action, [...(grants.get(action) ?? []), resource]);
  };
  for (const declaration of declarations) {
    const role = options.clients?.[declaration.client]?.role;
    if (role !== undefined) {
      add('sts:AssumeRole', role);
      continue;
    }
    for (const { action, resource } of declaration.permissions) {
      if (action === BATCH && !isBatched(declaration, declarations, options)) continue;
      add(action, arnOf(resource, declaration, options));
    }
  }
  return grants;
};

/** A single secret goes alone. */
const isBatched = (
  { client, name }: SsmDeclaration,
  declarations: readonly SsmDeclaration[],
  { batch = true }: IamPolicyOptions,
): boolean =>
  batch &&
  declarations.some(
    (other) =>
      other.client === client &&
      other.name !== name &&
      other.permissions.some(({ action }) => action === BATCH),
  );

const arnOf = (
  resource: string,
  { owner, name, client, source, region: own }: SsmDeclaration,
  { account, region, partition, clients }: IamPolicyOptions,
): string => {
  if (resource === '*' || resource.startsWith('arn:')) return resource;
  const place = clients?.[client];
  const there = place?.region ?? own ?? region;
  if (there === undefined) {
    throw new OptionRangeError(noRegionMessage(owner, name, client));
  }
  const service = resource.startsWith('secret:') ? 'secretsmanager' : source;
  return `arn:${partition ?? partitionOf(there)}:${service}:${there}:${place?.account ?? account}:${resource}`;
};
