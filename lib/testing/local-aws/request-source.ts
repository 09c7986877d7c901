import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { awsError } from '../shared/aws-errors.js';

const FORBIDDEN = 403;
const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/**
 * Refuses what a web page sends. A page can point a name of its own at 127.0.0.1 and read the answers (DNS rebinding), so the
 * host must be this machine or one of `hosts`. The clients of AWS are no browsers and send neither `Origin` nor `Sec-Fetch-Site`.
 *
 * @returns the refusal; `undefined` if the request may be answered
 */
export function refusalOf({ headers }: IncomingMessage, hosts: readonly string[]): Error | undefined {
  const { host, origin, 'sec-fetch-site': site } = headers;
  if (host !== undefined && !isThisMachine(host, hosts)) return foreignHost(host);
  if (isForeign(host, origin, site)) return foreignOrigin(origin);
  return undefined;
}

function isThisMachine(host: string, hosts: readonly string[]): boolean {
  const name = urlOf(host)?.hostname;
  if (name === undefined) return false;
  return isLoopback(unbracketed(name)) || hosts.some((allowed) => urlOf(allowed)?.hostname === name);
}

const isLoopback = (name: string): boolean =>
  isIP(name) === 0
    ? /^(?:.+\.)?localhost\.?$/.test(name)
    : LOOPBACK.check(name, isIP(name) === 6 ? 'ipv6' : 'ipv4');

const unbracketed = (name: string): string => name.replace(/^\[(.*)\]$/, '$1');

/** The site says more than the origin: behind a proxy of one's own, the host is another one than the page's. */
function isForeign(host: string | undefined, origin: string | undefined, site: unknown): boolean {
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== urlOf(host ?? '')?.host;
}

/** A host with or without a port as a URL, so that its spelling makes no difference. */
function urlOf(host: string): URL | undefined {
  const isPlain = /^[^\s/?#@\\]+$/.test(host);
  return isPlain && URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : undefined;
}

const foreignHost = (host: string): Error =>
  awsError(
    'ForbiddenHostException',
    `The host ${JSON.stringify(host)} is not this machine, so the local AWS does not answer. Use localhost or 127.0.0.1, or list the name in the option "hosts" of startLocalAws().`,
    FORBIDDEN,
  );

const foreignOrigin = (origin: string | undefined): Error =>
  awsError(
    'ForbiddenOriginException',
    `A web page${origin === undefined ? '' : ` of ${JSON.stringify(origin)}`} sent this request, so the local AWS does not answer. Send it from a program, not from a browser.`,
    FORBIDDEN,
  );
