/** Whether an ARN is that of the parameter of this name, which can be an ARN itself. */
export const namesParameter = (arn: string | undefined, name: string): boolean =>
  arn !== undefined && (arn === name || arn.endsWith(`:parameter${name.startsWith('/') ? '' : '/'}${name}`));
