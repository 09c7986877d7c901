import { randomBytes } from 'node:crypto';
import { awsError } from '../shared/aws-errors.js';
import type { Caller } from '../shared/caller.js';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The credentials of a role's session. */
export interface SessionCredentials {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly SessionToken: string;
  readonly Expiration: Date;
}

interface Session {
  readonly caller: Caller;
  readonly token: string;
  readonly expiresAt: number;
}

/** What a request is signed with. */
export interface Signature {
  readonly accessKeyId: string;
  readonly sessionToken: string | undefined;
}

/** The credentials that were given out, and whose they are. */
export class Sessions {
  readonly #sessions = new Map<string, Session>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  begin(caller: Caller, seconds: number): SessionCredentials {
    const accessKeyId = `ASIA${randomId(16)}`;
    const token = randomBytes(96).toString('base64');
    const expiresAt = this.#clock() + seconds * 1000;
    this.#sessions.set(accessKeyId, { caller, token, expiresAt });
    return {
      AccessKeyId: accessKeyId,
      SecretAccessKey: randomBytes(30).toString('base64'),
      SessionToken: token,
      Expiration: new Date(expiresAt),
    };
  }

  /**
   * Whose the credentials of a request are; `undefined` for any that were not given out here.
   *
   * @throws `UnrecognizedClientException` for a key without its token, `ExpiredTokenException` for a session that has ended
   */
  callerOf({ accessKeyId, sessionToken }: Signature): Caller | undefined {
    const session = this.#sessions.get(accessKeyId);
    if (session === undefined) {
      if (accessKeyId.startsWith('ASIA')) throw awsError('UnrecognizedClientException');
      return undefined;
    }
    if (session.token !== sessionToken) throw awsError('UnrecognizedClientException');
    if (session.expiresAt <= this.#clock()) throw awsError('ExpiredTokenException');
    return session.caller;
  }
}

export function randomId(length: number): string {
  return Array.from(randomBytes(length), (byte) => LETTERS[byte % LETTERS.length]).join('');
}
