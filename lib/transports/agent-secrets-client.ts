import type {
  CallOptions,
  GetSecretValueInput,
  SecretsClient,
} from '../sources/clients/aws-clients.interface.js';
import { isTokenRefusal, secretIn } from './agent-answer.js';
import { checkAgentOptions } from './agent-option-checks.js';
import type { AgentSecretsClientOptions } from './agent-options.interface.js';
import { AgentToken } from './agent-token.js';
import { getByFetch, type HttpAnswer, httpGet, type HttpGet } from './http-get.js';
import { loopbackOrigin } from './loopback.js';

const TOKEN_HEADER = 'X-Aws-Parameters-Secrets-Token';
const USUAL_ENDPOINT = 'http://localhost:2773';
const USUAL_TTL = 300;

/**
 * A client that reads secrets from the AWS Secrets Manager Agent, which is also part of the AWS Workload Credentials Provider. The
 * agent runs beside the application, has the credentials for AWS, and keeps secrets in its memory. The application needs neither
 * credentials nor the SDK.
 *
 * The agent may answer with what it read up to `ttl` seconds ago. An answer counts as that old, so that `maxAge` is kept. If that is
 * too old, and for a forced refresh, the agent is told to ask AWS (`refreshNow`). If the agent does not answer, the refresh fails:
 * AWS is never asked past the agent.
 *
 * @param options where the agent listens, and its token
 * @returns a client for the option `secretsManagerClient`, or for the token `SECRETS_MANAGER_CLIENT`
 * @throws `InvalidClientError` for an endpoint that is not on this machine, or a `roleArn` that is not the ARN of a role;
 * `OptionRangeError` for a `ttl` out of its range; `InvalidDeclarationError` for any other option that cannot be
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/secrets-manager-agent.html
 *
 * @example
 * ```ts
 * const cache = new SsmCache({ secretsManagerClient: agentSecretsClient({ ttl: 60 }) });
 * ```
 *
 * @publicApi
 */
export function agentSecretsClient(options: AgentSecretsClientOptions = {}): SecretsClient {
  return new AgentSecretsClient(options);
}

class AgentSecretsClient implements SecretsClient {
  readonly #endpoint: string;
  readonly #roleArn: string | undefined;
  readonly #ttl: number;
  readonly #token: AgentToken;
  readonly #get: HttpGet;

  constructor(options: AgentSecretsClientOptions) {
    checkAgentOptions(options);
    const { endpoint = USUAL_ENDPOINT, token, roleArn, ttl = USUAL_TTL, fetch } = options;
    this.#endpoint = loopbackOrigin(endpoint);
    this.#roleArn = roleArn;
    this.#ttl = ttl * 1_000;
    this.#token = new AgentToken(token);
    this.#get = fetch === undefined ? httpGet : getByFetch(fetch);
  }

  async getSecretValue(input: GetSecretValueInput, options: CallOptions = {}): Promise<unknown> {
    const { abortSignal, maxAge = Infinity } = options;
    const isFromAws = maxAge <= this.#ttl;
    const url = this.#urlFor(input, isFromAws && this.#ttl > 0);
    const askedAt = Date.now();
    const answer = await this.#ask(url, input.SecretId, abortSignal);
    const output = secretIn(answer, input.SecretId, this.#endpoint);
    return isFromAws ? output : { ...output, fetchedAt: askedAt - this.#ttl };
  }

  #urlFor({ SecretId, VersionId, VersionStage }: GetSecretValueInput, refreshNow: boolean): URL {
    const url = new URL('/secretsmanager/get', this.#endpoint);
    const query = {
      secretId: SecretId,
      versionId: VersionId,
      versionStage: VersionStage,
      refreshNow: refreshNow ? 'true' : undefined,
      roleArn: this.#roleArn,
    };
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, value);
    }
    return url;
  }

  async #ask(url: URL, secret: string, signal: AbortSignal | undefined): Promise<HttpAnswer> {
    const token = await this.#token.get(secret);
    const answer = await this.#get(url, { [TOKEN_HEADER]: token }, signal);
    if (!isTokenRefusal(answer)) return answer;
    const other = await this.#token.getOther(token, secret);
    return other === token ? answer : this.#get(url, { [TOKEN_HEADER]: other }, signal);
  }
}
