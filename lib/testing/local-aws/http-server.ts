import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

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
      // nothing is left to answer with: the client went away, or a fault of the user's own failed
      handle(request, response).catch(() => response.destroy());
    },
  );
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, () => resolve(server));
  });
}

/** Ends the server with all its connections, busy ones too. Ending it again does nothing. */
export function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
