/** The token of a registered group. */
export const groupToken = (name: string): string => `SSM_CACHE:GROUP:${name}`;
