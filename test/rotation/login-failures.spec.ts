import { describe, expect, it } from '@jest/globals';
import { hasCode, isLoginFailure } from '../../lib/rotation/index.js';
import { makeCache } from '../support/make-cache.js';

const errorWith = (members: object, message = 'refused'): Error => Object.assign(new Error(message), members);

const REFUSED = errorWith({ code: '28P01' });

const within = [
  ['cause', new Error('outer', { cause: REFUSED })],
  ['parent and original, as Sequelize has them', errorWith({ parent: REFUSED, original: REFUSED })],
  ['driverError, as TypeORM has it', errorWith({ driverError: REFUSED })],
  ['errors, as an AggregateError has them', new AggregateError([new Error('other'), REFUSED])],
  [
    'several at once',
    new Error('outer', { cause: new AggregateError([errorWith({ driverError: REFUSED })]) }),
  ],
] as const;

describe('isLoginFailure()', () => {
  it.each([
    ['PostgreSQL, wrong password', errorWith({ code: '28P01' })],
    ['PostgreSQL, no such user', errorWith({ code: '28000' })],
    ['MySQL and MariaDB', errorWith({ code: 'ER_ACCESS_DENIED_ERROR', errno: 1045 })],
    ['Redis, wrong password', errorWith({}, 'WRONGPASS invalid username-password pair or user is disabled.')],
    ['Redis, no password', errorWith({}, 'NOAUTH Authentication required.')],
    ['MongoDB', errorWith({ code: 18, codeName: 'AuthenticationFailed' })],
    ['SQL Server', errorWith({ code: 'ELOGIN' })],
    ['Oracle', errorWith({ code: 'ORA-01017', errorNum: 1017 })],
    ['RabbitMQ', errorWith({ code: 403 }, 'Handshake terminated by server: 403 (ACCESS-REFUSED)')],
    ['Kafka', errorWith({ name: 'KafkaJSSASLAuthenticationError' })],
    ['SMTP', errorWith({ code: 'EAUTH', responseCode: 535 })],
    ['Prisma', errorWith({ errorCode: 'P1000' })],
    ['HTTP, as axios has it', errorWith({ code: 'ERR_BAD_REQUEST', response: { status: 401 } })],
    ['HTTP, as HttpException has it', errorWith({ status: 401 })],
    ['HTTP, as got has it', errorWith({ response: { statusCode: 401 } })],
  ])('knows %s', (_server, error) => {
    expect(isLoginFailure(error)).toBe(true);
  });

  it.each([
    ['a refused connection', errorWith({ code: 'ECONNREFUSED' })],
    ['a unique key', errorWith({ code: '23505' })],
    ['a missing right', errorWith({ code: '42501' })],
    ['another error with the number of MongoDB', errorWith({ code: 18 })],
    ['a message that SMTP refuses', errorWith({ code: 'EMESSAGE', responseCode: 554 })],
    ['an SMTP server that is away', errorWith({ code: 'ETIMEDOUT', command: 'CONN' })],
    ['HTTP 403', errorWith({ response: { status: 403 } })],
    [
      'a 403 of RabbitMQ for a queue',
      errorWith({ code: 403 }, 'Channel closed by server: 403 (RESOURCE_LOCKED)'),
    ],
    ['a text that speaks of a password', new Error('the reply was: WRONGPASS')],
    ['nothing', undefined],
    ['a text', '28P01'],
    ['null', null],
  ])('does not take %s for one', (_what, error) => {
    expect(isLoginFailure(error)).toBe(false);
  });

  it.each(within)('looks through %s', (_where, error) => {
    expect(isLoginFailure(error)).toBe(true);
  });

  it('comes to an end with errors that contain each other, and with members that throw', () => {
    const [one, other] = [new Error('one'), new Error('other')];
    one.cause = other;
    other.cause = one;
    Object.defineProperty(other, 'code', { get: () => thrower() });

    expect(isLoginFailure(one)).toBe(false);
  });

  it('comes to an end with errors that are made of others without end', () => {
    const endless = (): object => ({
      get cause() {
        return endless();
      },
    });

    expect(isLoginFailure(endless())).toBe(false);
  });
});

const thrower = (): never => {
  throw new Error('a getter');
};

describe('hasCode()', () => {
  it.each(within)('looks through %s', (_where, error) => {
    expect(hasCode('28P01')(error)).toBe(true);
    expect(hasCode('28000')(error)).toBe(false);
  });

  it('takes several codes, and numbers', () => {
    const isWanted = hasCode('28P01', 1045);

    expect([REFUSED, errorWith({ errno: 1045 }), errorWith({ code: '1045' })].map(isWanted)).toEqual([
      true,
      true,
      false,
    ]);
  });
});

it('Both decide which calls are repeated after a refresh', async () => {
  const { cache, secrets } = makeCache({ minRefreshInterval: 0 });
  for (const [name, on] of Object.entries({ 'prod/one': isLoginFailure, 'prod/other': hasCode('28P01') })) {
    secrets.put(name, 'old');
    const password = cache.secret(name);
    await password.get();
    const logIn = password.refreshOnError(
      async () => {
        if (password.value === 'old') throw new Error('in a pool', { cause: REFUSED });
        return password.value;
      },
      { on },
    );
    secrets.rotate(name, 'new');

    expect(await logIn()).toBe('new');
  }
  cache.close();
});
