/** Whether an ARN is that of the parameter of this name, which can be an ARN itself. */
export const namesParameter = (arn: string | undefined, name: string): boolean =>
  arn !== undefined && (arn === name || arn.endsWith(`:parameter${name.startsWith('/') ? '' : '/'}${name}`));

/** What a policy names a parameter by: its ARN, or the part of it behind region and account. */
export const parameterResource = (name: string): string => {
  if (name.startsWith('arn:')) return name;
  return `parameter${name.startsWith('/') ? '' : '/'}${name}`;
};
