import { errorsWithin, memberOf } from './errors-within.js';

/** Codes that mean nothing else, whatever library they are from. */
const CODES = new Set<unknown>([
  // PostgreSQL: https://www.postgresql.org/docs/current/errcodes-appendix.html
  '28P01',
  '28000',
  // MySQL and MariaDB
  'ER_ACCESS_DENIED_ERROR',
  'ER_ACCESS_DENIED_NO_PASSWORD_ERROR',
  // SQL Server, by tedious
  'ELOGIN',
  // Oracle, by node-oracledb
  'ORA-01017',
  'NJS-101',
  // SMTP, by nodemailer
  'EAUTH',
  // Prisma
  'P1000',
]);

const NAMES = new Set<unknown>(['KafkaJSSASLAuthenticationError']);

/** A Redis error begins with its code: https://redis.io/docs/latest/develop/reference/protocol-spec/#simple-errors */
const REDIS = /^(?:WRONGPASS|NOAUTH) /;
/** `amqplib` says 403 of several refusals. */
const AMQP = /\bACCESS[-_]REFUSED\b/;
const UNAUTHORIZED = 401;

type Check = (error: unknown) => boolean;

const CHECKS: readonly Check[] = [
  (error) => CODES.has(memberOf(error, 'code')) || CODES.has(memberOf(error, 'errorCode')),
  (error) => NAMES.has(memberOf(error, 'name')),
  // MongoDB: its code is the number 18.
  (error) => memberOf(error, 'codeName') === 'AuthenticationFailed',
  // A driver adapter of Prisma.
  (error) => memberOf(error, 'kind') === 'AuthenticationFailed',
  (error) => REDIS.test(textOf(error)),
  (error) => memberOf(error, 'code') === 403 && AMQP.test(textOf(error)),
  (error) => [error, memberOf(error, 'response')].some(isUnauthorized),
];

const textOf = (error: unknown): string => {
  const text = memberOf(error, 'message');
  return typeof text === 'string' ? text : '';
};

const isUnauthorized = (answer: unknown): boolean =>
  ['status', 'statusCode'].some((member) => memberOf(answer, member) === UNAUTHORIZED);

/**
 * Whether an error says that a login was refused. It looks through `cause`, `parent`, `original`, `driverError` and `errors`, where
 * ORMs and drivers keep the error of the server.
 *
 * It knows PostgreSQL (`28P01`, `28000`), MySQL and MariaDB (`ER_ACCESS_DENIED_ERROR`), Redis (`WRONGPASS`, `NOAUTH`), MongoDB,
 * SQL Server, Oracle, RabbitMQ, Kafka, SMTP (`EAUTH`), Prisma (`P1000`), and HTTP with status 401.
 *
 * @example
 * ```ts
 * @RefreshOnError({ on: isLoginFailure, retries: 5, delay: 0.5 })
 * ```
 *
 * @publicApi
 */
export const isLoginFailure = (error: unknown): boolean =>
  errorsWithin(error).some((inner) => CHECKS.some((check) => check(inner)));
