import { loggerOf } from '../cache/handle-logger.js';
import type { Login, LoginHandle } from './login.interface.js';
import { readLogin } from './read-login.js';
import { reAuthenticationFailedMessage } from './rotation.messages.js';

/**
 * Told of each login of a connection.
 *
 * @publicApi
 */
export interface RedisCredentialsListener {
  /** Called with each login that follows. */
  onNext(login: Login): void;
  /** Called if there will be no further login. */
  onError(error: Error): void;
}

/**
 * A provider of credentials as `@redis/client` takes it from version 5 on.
 *
 * @publicApi
 */
export interface RedisCredentialsProvider {
  /** Tells the client that open connections log in again with each new login. */
  readonly type: 'streaming-credentials-provider';
  /** The login that a connection begins with, and what ends the subscription. */
  subscribe(listener: RedisCredentialsListener): Promise<[login: Login, subscription: { dispose(): void }]>;
  /** Called if Redis refused a new login on a connection that is open. */
  onReAuthenticationError(error: Error): void;
}

/**
 * The `credentialsProvider` of node-redis 5 and 6. Each connection logs in with the login that the secret has then. When the
 * secret gets another version, connections that are open log in again. If Redis refuses that, a warning goes to the log of the handle's
 * cache.
 *
 * @param handle of a secret with `username` and `password`
 * @throws `InvalidDeclarationError`, at a connection, if the secret has no user or no password
 *
 * @example
 * ```ts
 * const client = createClient({ url: 'redis://cache.internal', credentialsProvider: redisCredentials(this.login) });
 * ```
 *
 * @publicApi
 */
export const redisCredentials = (handle: LoginHandle): RedisCredentialsProvider => {
  const login = (): Login => readLogin(handle, 'redisCredentials()');
  return {
    type: 'streaming-credentials-provider',
    subscribe: async (listener) => {
      await handle.get();
      const first = login();
      return [first, { dispose: handle.onChange(() => tellNext(listener, login)) }];
    },
    onReAuthenticationError: () => loggerOf(handle)?.warn(reAuthenticationFailedMessage(handle.name)),
  };
};

const tellNext = (listener: RedisCredentialsListener, login: () => Login): void => {
  let next: Login;
  try {
    next = login();
  } catch (error) {
    listener.onError(error as Error);
    return;
  }
  listener.onNext(next);
};
