type Key = string | symbol;
type Property = readonly [key: Key, descriptor: PropertyDescriptor];

/**
 * Gives `instance` accessors, in place of its class fields of the same names.
 *
 * V8 keeps an object fast while properties come and go at its end. Turning a field into an accessor where it stands makes
 * each read of the object several times slower for good, of its other fields too. So all that stands from there on is
 * taken off, last first, and put back in its order. A `#private` field in between cannot be taken off: then the object is
 * slow, and correct.
 */
export const installAccessors = (instance: object, accessors: ReadonlyMap<Key, PropertyDescriptor>): void => {
  const properties = new Map([...takeOff(instance, accessors), ...accessors]);
  for (const [key, descriptor] of properties) Object.defineProperty(instance, key, descriptor);
};

/** Takes off the first property that is to be replaced and all that follow, as far as they can be taken off. */
const takeOff = (instance: object, replaced: ReadonlyMap<Key, unknown>): readonly Property[] => {
  const keys = Object.isExtensible(instance) ? Reflect.ownKeys(instance) : [];
  const first = keys.findIndex((key) => replaced.has(key));
  const taken: Property[] = [];
  for (const key of first < 0 ? [] : keys.slice(first).toReversed()) {
    const descriptor = Object.getOwnPropertyDescriptor(instance, key) as PropertyDescriptor;
    if (!Reflect.deleteProperty(instance, key)) break;
    taken.unshift([key, descriptor]);
  }
  return taken;
};
