import type { Permission } from '../source.interface.js';

export const SECRET_ACTION = 'secretsmanager:GetSecretValue';

/** A partial ARN leaves the characters out that Secrets Manager puts behind each name. */
const FULL_ARN = /^arn:.*-[A-Za-z0-9]{6}$/s;

/** To read one secret, by its name or ARN; an ARN of AWS ends in six random characters. */
export const secretPermission = (name: string): Permission => ({
  action: SECRET_ACTION,
  resource: FULL_ARN.test(name) ? name : `${name.startsWith('arn:') ? '' : 'secret:'}${name}-??????`,
});
