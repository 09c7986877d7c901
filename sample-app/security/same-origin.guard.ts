import type { IncomingMessage } from 'node:http';
import { ForbiddenException, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';

const CHANGES_NOTHING = new Set<string | undefined>(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses what a foreign web page makes a browser send: any page can post to localhost, or point a name of its own at it. Requests of
 * programs, such as curl, carry none of these headers and pass. It guards every route, also those that are added later.
 */
@Injectable()
export class SameOriginGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<IncomingMessage>();
    if (isRebound(request)) {
      throw new ForbiddenException(`The host "${request.headers.host}" is not this machine. Use localhost.`);
    }
    if (!CHANGES_NOTHING.has(request.method) && isCrossOrigin(request)) {
      throw new ForbiddenException('A page of another origin sent this request. Use the page of the sample.');
    }
    return true;
  }
}

/** Reached under a loopback address, but by another name. */
function isRebound({ headers, socket }: IncomingMessage): boolean {
  const name = headers.host?.replace(/:\d*$/, '') ?? 'localhost';
  return isLoopback(socket.localAddress?.replace('::ffff:', '') ?? '') && !isLoopback(name);
}

const isLoopback = (name: string): boolean => /^(?:localhost|127(?:\.\d+){3}|::1|\[::1\])$/i.test(name);

/** Browsers tell the site; those that do not, tell the origin. */
function isCrossOrigin({ headers }: IncomingMessage): boolean {
  const { host, origin, 'sec-fetch-site': site } = headers;
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  return origin !== undefined && origin.replace(/^https?:\/\//, '') !== host;
}
