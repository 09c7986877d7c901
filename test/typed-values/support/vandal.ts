const attempt = (change: () => unknown): void => {
  try {
    change();
  } catch {
    // It was refused, as it should be.
  }
};

const changesOf = (target: any): (() => unknown)[] => [
  () => Object.assign(target, { added: true }),
  () => Object.defineProperty(target, 'added', { value: true, enumerable: true }),
  () => Object.setPrototypeOf(target, { inherited: true }),
  () => Reflect.set(target, '0', 'changed'),
  () => Array.prototype.push.call(target, 'changed'),
  () => target.copyWithin(0, 1),
  () => target.splice(0, 1),
  () => (target.length = 0),
  () => target.set('changed', true),
  () => target.add('changed'),
  () => target.clear(),
  () => target.fill(7),
  () => target.setFullYear(1900),
];

/** What only an object that is no map, set or array of its own class withstands. */
const byForce = (target: any): (() => unknown)[] => [
  () => Map.prototype.set.call(target, 'changed', true),
  () => Map.prototype.clear.call(target),
  () => Set.prototype.clear.call(target),
];

const changesOfKey = (target: any, key: string): (() => unknown)[] => [
  () => (target[key] = 'changed'),
  () => Reflect.deleteProperty(target, key),
  () => Object.defineProperty(target, key, { value: 'changed' }),
  () => Object.defineProperty(target, key, { get: () => 'changed', configurable: true }),
];

const membersOf = (value: object): readonly unknown[] =>
  ArrayBuffer.isView(value)
    ? []
    : [
        ...Object.values(value),
        ...(Symbol.iterator in value ? Array.from(value as Iterable<unknown>).flat() : []),
      ];

/** Tries to change a value in all its depth, in every way that there is in JavaScript. */
export const vandalise = (value: unknown, { isForced = true } = {}): void => {
  if (typeof value !== 'object' || value === null) return;
  const members = membersOf(value);
  for (const key of Object.keys(value)) for (const change of changesOfKey(value, key)) attempt(change);
  for (const change of changesOf(value)) attempt(change);
  if (isForced) for (const change of byForce(value)) attempt(change);
  for (const member of members) vandalise(member, { isForced });
};
