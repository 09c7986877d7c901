import { DEFAULT_CLIENT } from '../source.interface.js';

/** A token of a client, or what messages call it: that of the default client, with the name of another one behind it. */
export const clientToken = (token: string, client: string): string =>
  client === DEFAULT_CLIENT ? token : `${token}:${client}`;
