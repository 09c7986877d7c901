import type { LocalAws } from 'nestjs-ssm-cache/testing';

/** The names that values are read by. */
export const PARAMETERS = ['/x', '/y', '/t/leaf', '/t/deep/leaf'] as const;
export const TREE = '/t';
export const SECRETS = { text: 'text', other: 'other', keyed: 'keyed' } as const;

type Services = Pick<LocalAws, 'parameterStore' | 'secretsManager'>;

/** Stores one value under every name. */
export const store = ({ parameterStore, secretsManager }: Services, value: string): void => {
  for (const name of PARAMETERS) parameterStore.put(name, value);
  for (const id of [SECRETS.text, SECRETS.other]) secretsManager.put(id, value);
  secretsManager.put(SECRETS.keyed, JSON.stringify({ password: value }));
};
