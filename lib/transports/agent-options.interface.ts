/**
 * Options of `agentSecretsClient()`.
 *
 * @example
 * ```ts
 * agentSecretsClient({ endpoint: 'http://localhost:2773', token: () => readToken(), roleArn, ttl: 60, fetch });
 * ```
 *
 * @publicApi
 */
export interface AgentSecretsClientOptions {
  /**
   * Where the agent listens. Only this machine is accepted, over `http:`, since the token and the secrets go there.
   *
   * @default 'http://localhost:2773'
   */
  readonly endpoint?: string;
  /**
   * The token that the agent asks for, or a function that returns it. A text that begins with `file://` names the file that
   * holds the token. The token is read again after the agent has refused it.
   *
   * @default the first that is set of the environment variables `AWS_TOKEN`, `AWS_SESSION_TOKEN` and
   * `AWS_CONTAINER_AUTHORIZATION_TOKEN`, as the agent itself does; otherwise `file:///var/run/awssmatoken`
   */
  readonly token?: string | (() => string);
  /**
   * The ARN of a role that the agent assumes to read secrets, as those of another account. It needs version 3 of the agent, the
   * AWS Workload Credentials Provider.
   *
   * @default none: the agent's own role
   */
  readonly roleArn?: string;
  /**
   * How long the agent keeps a secret, in seconds, 0 to 3600: `ttl_seconds` in the agent's configuration. An answer of the agent
   * counts as that old.
   *
   * @default 300, as in the agent
   */
  readonly ttl?: number;
  /**
   * What sends the requests, with the signature of the global `fetch`. Redirects are not followed.
   *
   * @default the HTTP client of Node.js, which passes no proxy
   */
  readonly fetch?: typeof fetch;
}
