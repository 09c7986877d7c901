import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const HOST = '127.0.0.1';
const UNAVAILABLE = 503;
const BAD_GATEWAY = 502;
const PASSED_ON = ['authorization', 'content-type'] as const;

interface Answer {
  readonly status: number;
  readonly type: string | null;
  readonly body: Buffer;
}

/**
 * One port in front of many processes, each in turn.
 *
 * If a process dies with a request, another one gets the request, where this is safe: a GET, or what never reached the process.
 */
export class Balancer {
  /** How many requests another process was given. */
  repeated = 0;
  /** How many requests died with their process, since they are not safe to repeat. */
  lost = 0;
  private targets: readonly string[] = [];
  private onGet: ((url: string) => void) | undefined;
  private turn = 0;

  private constructor(private readonly server: Server) {
    server.on('request', (request, response) => void this.serve(request, response));
  }

  static async listen(): Promise<Balancer> {
    const server = createServer().listen(0, HOST);
    await once(server, 'listening');
    return new Balancer(server);
  }

  get url(): string {
    return `http://${HOST}:${(this.server.address() as AddressInfo).port}`;
  }

  add(url: string): void {
    this.targets = [...this.targets, url];
  }

  remove(url: string): void {
    this.targets = this.targets.filter((target) => target !== url);
  }

  /** The URL of the process that gets the next GET, at the moment at which it does. */
  nextGet(): Promise<string> {
    return new Promise((resolve) => (this.onGet = resolve));
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const { status, type, body } = await this.answer(request, await readBody(request));
      response.writeHead(status, type === null ? {} : { 'content-type': type }).end(body);
    } catch {
      // The one who asked has gone away.
      response.destroy();
    }
  }

  private async answer(request: IncomingMessage, body: Buffer): Promise<Answer> {
    const tried = new Set<string>();
    for (;;) {
      const target = this.next(tried);
      if (target === undefined) return problem(UNAVAILABLE, 'No process is there.');
      tried.add(target);
      if (request.method === 'GET') this.onGet?.(target);
      try {
        return await send(target, request, body);
      } catch (error) {
        if (!isSafe(request, error)) {
          this.lost++;
          return problem(BAD_GATEWAY, 'The process ended before it had answered.');
        }
        this.repeated++;
      }
    }
  }

  private next(tried: ReadonlySet<string>): string | undefined {
    this.turn++;
    const untried = this.targets.filter((target) => !tried.has(target));
    return untried[this.turn % untried.length];
  }
}

const problem = (status: number, text: string): Answer => ({
  status,
  type: 'text/plain',
  body: Buffer.from(text),
});

const isSafe = ({ method }: IncomingMessage, error: unknown): boolean =>
  method === 'GET' || codeOf(error) === 'ECONNREFUSED';

/** `fetch` has what happened in `cause`. */
const codeOf = (error: unknown): unknown =>
  error instanceof Error && error.cause instanceof Error && 'code' in error.cause
    ? error.cause.code
    : undefined;

/** The whole answer is read before any of it is passed on: one that breaks off can still be asked for again. */
async function send(
  url: string,
  { method = 'GET', url: path = '/', headers }: IncomingMessage,
  body: Buffer,
): Promise<Answer> {
  const answer = await fetch(url + path, {
    method,
    redirect: 'manual',
    headers: PASSED_ON.flatMap((name): [string, string][] => {
      const value = headers[name];
      return value === undefined ? [] : [[name, value]];
    }),
    ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  return { status: answer.status, type: answer.headers.get('content-type'), body: bytes };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
