import { InvalidDeclarationError } from '../errors/index.js';
import type { Login, LoginHandle } from './login.interface.js';
import { noLoginMessage } from './rotation.messages.js';

/** The login that the handle holds now, checked: what the secret holds is known to nobody before. */
export const readLogin = ({ name, value }: LoginHandle, where: string): Login => {
  const { username, password } = (value ?? {}) as Partial<Record<keyof Login, unknown>>;
  if (typeof username !== 'string' || typeof password !== 'string') {
    throw new InvalidDeclarationError(noLoginMessage(where, name), { names: [name] });
  }
  return { username, password };
};
