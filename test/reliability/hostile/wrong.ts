/** What an option may turn out to be where nobody checks it. */
const throwing = (): never => {
  throw new Error('A trap.');
};
const proxy = (): unknown =>
  new Proxy(
    {},
    {
      get: throwing,
      has: throwing,
      ownKeys: throwing,
      getPrototypeOf: throwing,
      getOwnPropertyDescriptor: throwing,
    },
  );
const revoked = (): unknown => {
  const { proxy: made, revoke } = Proxy.revocable({}, {});
  revoke();
  return made;
};

export const WRONG: Readonly<Record<string, () => unknown>> = {
  null: () => null,
  'an empty text': () => '',
  'a text': () => 'wrong',
  '-1': () => -1,
  NaN: () => NaN,
  Infinity: () => Infinity,
  '-Infinity': () => -Infinity,
  true: () => true,
  'an empty object': () => ({}),
  'an empty list': () => [],
  'a list of everything': () => [null, '', NaN, {}, Symbol('s'), 1n, proxy()],
  'a function': () => () => undefined,
  'a class': () => class Wrong {},
  'a symbol': () => Symbol('wrong'),
  'a bigint': () => 1n,
  'a date': () => new Date(NaN),
  'a promise': () => Promise.resolve(),
  'an object without prototype': () => Object.create(null) as unknown,
  'an object with a getter that throws': () =>
    Object.defineProperty({}, 'group', { get: throwing, enumerable: true }),
  'a proxy that throws': proxy,
  'a revoked proxy': revoked,
  'a function proxy that throws': () => new Proxy(() => undefined, { get: throwing, apply: throwing }),
};
