import { message } from '../errors/printable.js';

export const noOptionsMessage = (given: unknown): string =>
  message`keepLive() was given ${given === null ? 'null' : message`a value of type ${typeof given}`} in place of the options of a client. If the client has changed inside, use a version that is tested: docs/recipes lists them.`;

export const noReadersMessage =
  'keepLive() has nothing to read. Give it a function for each property, such as { user: () => …, password: () => … }.';

export const fixedPropertyMessage = (property: string): string =>
  message`keepLive() cannot replace the property "${property}", which is not configurable. If the client has changed inside, use a version that is tested: docs/recipes lists them.`;

export const givenLoginMessage = (property: string): string =>
  message`keepLive() found a value in the property "${property}". Create the client without it: then no connection can log in with an old one.`;

export const noLoginMessage = (where: string, name: string): string =>
  message`${where} needs "username" and "password" of "${name}" as texts. Declare the secret with transform: 'json', and check its fields.`;

export const reAuthenticationFailedMessage = (name: string): string =>
  message`Redis refused the new login of "${name}" on a connection that is open. The connection goes on with the login before it.`;
