import { BlockList, isIP } from 'node:net';
import { InvalidClientError } from '../errors/index.js';
import { agentEndpointMessage } from './agent.messages.js';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

const LOGIN = /\/\/[^/]*@/;

/**
 * The origin of an address on this machine.
 *
 * @throws `InvalidClientError` for any other address
 */
export const loopbackOrigin = (endpoint: string): string => {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url === undefined || !isPlainHttp(url) || !isLoopback(url.hostname))
    throw new InvalidClientError(agentEndpointMessage(endpoint.replace(LOGIN, '//***@')));
  return url.origin;
};

const isPlainHttp = ({ protocol, username, password, pathname, search }: URL): boolean =>
  protocol === 'http:' && [username, password, search].every((part) => part === '') && pathname === '/';

const isLoopback = (hostname: string): boolean => {
  const address = hostname.replace(/^\[(.*)\]$/, '$1');
  const version = isIP(address);
  return version === 0
    ? /^(?:[\w-]+\.)*localhost$/.test(address)
    : LOOPBACK.check(address, version === 6 ? 'ipv6' : 'ipv4');
};
