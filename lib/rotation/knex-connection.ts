import type { LoginHandle } from './login.interface.js';
import { readLogin } from './read-login.js';

/**
 * What Knex connects with.
 *
 * @publicApi
 */
export type KnexConnection<T extends object> = T & {
  /** The user of the secret. */
  readonly user: string;
  /** The password of that user. */
  readonly password: string;
  /** Whether the secret has another version now. Knex asks before it uses this login again. */
  readonly expirationChecker: () => boolean;
};

/**
 * The `connection` of Knex, with the user and the password of a secret. Knex keeps what it is given until the secret has
 * another version.
 *
 * @param handle of a secret with `username` and `password`
 * @param connection everything else, such as the host
 * @throws `InvalidDeclarationError`, at a connection, if the secret has no user or no password
 *
 * @example
 * ```ts
 * const db = knex({ client: 'pg', connection: knexConnection(this.login, { host: 'db.internal', database: 'shop' }) });
 * ```
 *
 * @publicApi
 */
export const knexConnection =
  <T extends object>(handle: LoginHandle, connection: T): (() => Promise<KnexConnection<T>>) =>
  async () => {
    await handle.get();
    const { version } = handle;
    const { username: user, password } = readLogin(handle, 'knexConnection()');
    return { ...connection, user, password, expirationChecker: () => handle.version !== version };
  };
