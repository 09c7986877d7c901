export { hasCode } from './has-code.js';
export { isLoginFailure } from './is-login-failure.js';
export { keepLive, type LiveReaders } from './keep-live.js';
export { knexConnection, type KnexConnection } from './knex-connection.js';
export type { Login, LoginHandle } from './login.interface.js';
export {
  redisCredentials,
  type RedisCredentialsListener,
  type RedisCredentialsProvider,
} from './redis-credentials.js';
