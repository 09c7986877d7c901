import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { finished } from 'node:stream/promises';

const LOOPBACK = '127.0.0.1';
const HEADERS_SHARE = 0.5;
/** Longer than SDK clients keep a connection: whoever closes first must not be this side. */
const KEEP_ALIVE_MS = 65_000;

export interface HttpServerOptions {
  readonly port: number;
  readonly requestTimeout: number;
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

/** Listens on the loopback interface only. */
export function listen({ port, requestTimeout, handle }: HttpServerOptions): Promise<Server> {
  const server = createServer(
    {
      keepAliveTimeout: KEEP_ALIVE_MS,
      requestTimeout,
      headersTimeout: Math.ceil(requestTimeout * HEADERS_SHARE),
      connectionsCheckingInterval: Math.min(1000, requestTimeout),
    },
    (request, response) => {
      // no answer is left: the client went away, or a failure of the network was asked for
      inTurn(request, response, handle).catch(() => request.socket.resetAndDestroy());
    },
  );
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, () => resolve(server));
  });
}

const answered = new WeakMap<Socket, Promise<void>>();

/**
 * Handles a request when the one before it on its connection has been answered: a client that sends many and reads no answer
 * would have all its answers kept in memory.
 */
async function inTurn(
  request: IncomingMessage,
  response: ServerResponse,
  handle: HttpServerOptions['handle'],
): Promise<void> {
  const before = answered.get(request.socket);
  answered.set(
    request.socket,
    finished(response).catch(() => undefined),
  );
  await before;
  return handle(request, response);
}

/** The port that a listening server was given. */
export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('The server does not listen on a port.');
  return address.port;
}

/** Ends the server with all its connections, busy ones too. Ending it again does nothing. */
export function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
