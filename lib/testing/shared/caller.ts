/** Who sends a request: a role's session in an account. */
export interface Caller {
  readonly accountId: string;
  readonly arn: string;
}

const SESSION = /^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\/.+$/;

/** Who asks where no credentials say so. */
export const testCaller = (partition: string, accountId: string): Caller => ({
  accountId,
  arn: `arn:${partition}:sts::${accountId}:assumed-role/test-role/test-session`,
});

/** All that a policy may call a caller by: the session, its role, its account. */
export function principalsOf({ arn, accountId }: Caller): string[] {
  const [, partition, , role] = SESSION.exec(arn) ?? [];
  const root = `arn:${partition ?? 'aws'}:iam::${accountId}:root`;
  return role === undefined
    ? [arn, accountId, root]
    : [arn, `arn:${partition}:iam::${accountId}:role/${role}`, accountId, root];
}
