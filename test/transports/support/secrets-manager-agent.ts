import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InMemorySecretsManager, type SecretContent } from 'nestjs-ssm-cache/testing';

type Query = Readonly<Record<string, string | undefined>>;

/** An answer in place of the agent's. */
type Instead = { readonly status: number; readonly body?: string; readonly location?: string } | 'silence';

class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly body: string,
  ) {
    super(body);
  }
}

const PARAMETERS = ['secretId', 'versionId', 'versionStage', 'refreshNow', 'roleArn'];
const ROLE = /^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/;
const TOKEN_HEADERS = ['x-aws-parameters-secrets-token', 'x-vault-token'];

const json = (code: string, message: string): string =>
  JSON.stringify(message === '' ? { __type: code } : { __type: code, message });

/**
 * A server that behaves as version 3 of the AWS Secrets Manager Agent: in the order of its checks, its statuses and texts, how it
 * writes an answer, and how long it keeps one.
 *
 * @see https://github.com/aws/aws-secretsmanager-agent
 */
export class SecretsManagerAgent {
  /** What the agent asks. */
  readonly aws: InMemorySecretsManager;
  /** The URLs of the requests so far. */
  readonly requests: URL[] = [];
  token = 'agent-token';
  /** Seconds that it keeps a secret. */
  ttl = 300;
  maxRoles = 20;
  /** The parameters that it knows; version 2 has no `roleArn`. */
  parameters = PARAMETERS;
  readonly deniedRoles = new Set<string>();
  /** What answers the next requests. */
  readonly instead: Instead[] = [];
  readonly #now: () => number;
  readonly #kept = new Map<string, { readonly body: string; readonly until: number }>();
  readonly #roles = new Set<string>();
  readonly #server: Server;

  constructor(secrets: Readonly<Record<string, SecretContent>> = {}, now = (): number => Date.now()) {
    this.aws = new InMemorySecretsManager(secrets, { clock: now });
    this.#now = now;
    this.#server = createServer((request, response) => void this.#handle(request, response));
  }

  /** @returns its address */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests.push(new URL(request.url ?? '', 'http://localhost'));
    const instead = this.instead.shift();
    if (instead === 'silence') return;
    if (instead !== undefined) {
      const { status, body = '', location } = instead;
      response.writeHead(status, location === undefined ? {} : { location }).end(body);
      return;
    }
    try {
      response.end(await this.#answer(request));
    } catch (error) {
      const { status, body } =
        error instanceof Refusal ? error : new Refusal(500, json('InternalFailure', ''));
      response.writeHead(status).end(body);
    }
  }

  async #answer({ url = '', headers, method }: IncomingMessage): Promise<string> {
    const { pathname, searchParams } = new URL(url, 'http://localhost');
    if (pathname === '/ping') return 'healthy';
    if (headers['x-forwarded-for'] !== undefined) throw new Refusal(400, 'Forwarded');
    if (!TOKEN_HEADERS.some((header) => headers[header] === this.token)) throw new Refusal(403, 'Bad Token');
    if (method !== 'GET') throw new Refusal(405, 'Not allowed');
    if (pathname !== '/secretsmanager/get') throw new Refusal(404, 'Not found');
    return this.#secret(this.#query(searchParams));
  }

  #query(searchParams: URLSearchParams): Query {
    const unknown = [...searchParams.keys()].find((name) => !this.parameters.includes(name));
    if (unknown !== undefined) throw new Refusal(400, `unknown parameter: ${unknown}`);
    const query: Query = Object.fromEntries(searchParams);
    if (!['true', 'false', '1', '0', undefined].includes(query['refreshNow']?.toLowerCase()))
      throw new Refusal(400, 'invalid refreshNow value');
    if (!query['secretId']) throw new Refusal(400, 'missing parameter secretId');
    if (query['roleArn'] !== undefined && !ROLE.test(query['roleArn']))
      throw new Refusal(400, 'invalid roleArn format, expected arn:<partition>:iam::<account>:role/<name>');
    return query;
  }

  async #secret({ refreshNow, ...query }: Query): Promise<string> {
    this.#assume(query['roleArn']);
    const kept = this.#kept.get(JSON.stringify(query));
    const mustAsk = ['true', '1'].includes(refreshNow?.toLowerCase() ?? '');
    if (kept !== undefined && kept.until > this.#now() && !mustAsk) return kept.body;
    const body = await this.#askAws(query);
    this.#kept.set(JSON.stringify(query), { body, until: this.#now() + this.ttl * 1_000 });
    return body;
  }

  #assume(role: string | undefined): void {
    if (role === undefined || this.#roles.has(role)) return;
    if (this.#roles.size >= this.maxRoles)
      throw new Refusal(
        400,
        json('MaxRolesExceeded', 'The maximum number of assumed roles has been reached.'),
      );
    if (this.deniedRoles.has(role))
      throw new Refusal(403, json('AccessDeniedException', 'Failed to create caching client from role'));
    this.#roles.add(role);
  }

  /** Bytes are written in base64, and the seconds of a date as text. */
  async #askAws({ secretId, versionId, versionStage }: Query): Promise<string> {
    const input = { SecretId: secretId, VersionId: versionId, VersionStage: versionStage };
    try {
      const { $metadata: _, CreatedDate, SecretBinary, ...output } = await this.aws.getSecretValue(input);
      return JSON.stringify({
        ...output,
        ...(SecretBinary && { SecretBinary: Buffer.from(SecretBinary).toString('base64') }),
        ...(CreatedDate && { CreatedDate: String(CreatedDate.getTime() / 1_000) }),
      });
    } catch (error: any) {
      throw new Refusal(error.$metadata.httpStatusCode, json(error.name, error.message));
    }
  }
}
