import { InvalidDeclarationError, OptionRangeError } from '../../errors/index.js';
import type { SsmDeclaration } from '../ssm-declaration.interface.js';
import { policyTooLargeMessage, unusedKeyMessage } from '../tooling.messages.js';
import { checkPolicyOptions } from './check-policy-options.js';
import { regionOf } from './decrypt-statements.js';
import { grantsOf, type Grants } from './grants.js';
import type { IamPolicy, IamPolicyOptions } from './iam-policy.interface.js';
import { compact, mergesOf, type Merge } from './resource-list.js';
import { statementsOf } from './statements.js';

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MANAGED_POLICY_SIZE = 6_144;

/**
 * The least policy with which the application can read what it declares: statement by statement, what the cache really calls.
 *
 * A client that assumes a role is allowed to assume it. What the client reads is then up to the policy of that role:
 * `iamPolicy(declarations.filter(({ client }) => client === 'payments'), options)`.
 *
 * @param declarations of `describeDeclarations()`
 * @param options `account`, and `region` where the declarations tell none
 * @throws `OptionRangeError` for an option that cannot be, for a declaration whose region is not known, and for a key in a
 * region that nothing is read in; `InvalidDeclarationError` for a policy that is larger than `maxSize`
 *
 * @example
 * ```ts
 * const declarations = await describeDeclarations(AppModule);
 * const policy = iamPolicy(declarations, { account: '123456789012', region: 'eu-west-1' });
 * ```
 *
 * @publicApi
 */
export const iamPolicy = (declarations: readonly SsmDeclaration[], options: IamPolicyOptions): IamPolicy => {
  checkPolicyOptions(options);
  const { kmsKeys = [], maxSize = MANAGED_POLICY_SIZE, wildcards = false } = options;
  let grants = compacted(grantsOf(declarations, options));
  checkKeysAreUsed(kmsKeys, grants);
  for (;;) {
    const policy: IamPolicy = { Version: '2012-10-17', Statement: statementsOf(grants, kmsKeys) };
    const { length } = JSON.stringify(policy);
    if (length <= maxSize) return policy;
    const merge = wildcards ? bestMerge(grants) : undefined;
    if (merge === undefined) {
      throw new InvalidDeclarationError(policyTooLargeMessage(length, maxSize, wildcards), {
        names: ['iamPolicy()'],
      });
    }
    grants = merged(grants, merge);
  }
};

const checkKeysAreUsed = (kmsKeys: readonly string[], grants: Grants): void => {
  const regions = new Set([...grants.values()].flat().map(regionOf));
  const unused = kmsKeys.find((key) => !regions.has(regionOf(key)));
  if (unused === undefined) return;
  throw new OptionRangeError(unusedKeyMessage(unused, regionOf(unused)));
};

const compacted = (grants: Grants): Grants =>
  new Map(Array.from(grants, ([action, resources]) => [action, compact(resources)]));

/** The deepest path, which allows least beside the names that are declared; of several, the one that saves most. */
const bestMerge = (grants: Grants): Merge | undefined =>
  [...grants.values()]
    .flatMap(mergesOf)
    .toSorted((one, other) => other.depth - one.depth || other.saving - one.saving)[0];

const merged = (grants: Grants, { prefix }: Merge): Grants =>
  compacted(
    new Map(
      Array.from(grants, ([action, resources]) => {
        const under = resources.filter((resource) => resource.startsWith(prefix));
        return [action, under.length < 2 ? resources : [...resources, `${prefix}*`]];
      }),
    ),
  );
