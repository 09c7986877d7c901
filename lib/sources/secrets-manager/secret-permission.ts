import type { Permission } from '../source.interface.js';

export const SECRET_ACTION = 'secretsmanager:GetSecretValue';

/** To read one secret, by its name or ARN; an ARN of AWS ends in six random characters. */
export const secretPermission = (name: string): Permission => ({
  action: SECRET_ACTION,
  resource: name.startsWith('arn:') ? name : `secret:${name}-??????`,
});
