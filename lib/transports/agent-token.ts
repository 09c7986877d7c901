import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { RefreshError } from '../errors/index.js';
import { agentTokenFileMessage, agentTokenThrewMessage } from './agent.messages.js';

/** The agent reads its token from the first of these that is set. */
const VARIABLES = ['AWS_TOKEN', 'AWS_SESSION_TOKEN', 'AWS_CONTAINER_AUTHORIZATION_TOKEN'];
const USUAL_FILE = 'file:///var/run/awssmatoken';

/** The token of the agent: kept until the agent refuses it, since the agent has another one after each start. */
export class AgentToken {
  readonly #source: string | (() => string) | undefined;
  #read: Promise<string> | undefined;

  constructor(source: string | (() => string) | undefined) {
    this.#source = source;
  }

  /** @param secret whose reading waits for the token, for the error */
  get(secret: string): Promise<string> {
    const read = (this.#read ??= this.#readAnew(secret));
    read.catch(() => this.#forget(read));
    return read;
  }

  /** Reads the token again, once for all who were refused with one token. */
  async getOther(refused: string, secret: string): Promise<string> {
    const read = this.#read;
    if (read !== undefined && (await read.catch(() => refused)) === refused) this.#forget(read);
    return this.get(secret);
  }

  #forget(read: Promise<string>): void {
    if (this.#read === read) this.#read = undefined;
  }

  async #readAnew(secret: string): Promise<string> {
    const given = this.#given(secret);
    return given.startsWith('file://') ? contentOf(given, secret) : given;
  }

  #given(secret: string): string {
    const source = this.#source ?? fromEnvironment();
    if (typeof source === 'string') return source;
    try {
      const token = source();
      if (typeof token === 'string') return token;
    } catch {
      // What it threw can hold the token.
    }
    throw new RefreshError(agentTokenThrewMessage(secret), { names: [secret] });
  }
}

const fromEnvironment = (): string =>
  VARIABLES.map((name) => process.env[name]).find((token) => token !== undefined) ?? USUAL_FILE;

const contentOf = async (url: string, secret: string): Promise<string> => {
  try {
    return (await readFile(fileURLToPath(url), 'utf8')).trim();
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'not a file';
    throw new RefreshError(agentTokenFileMessage(secret, url, reason), { names: [secret] });
  }
};
