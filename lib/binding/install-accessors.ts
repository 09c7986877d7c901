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
  const taken = takeOff(instance, accessors);
  for (const [key, descriptor] of taken) Object.defineProperty(instance, key, descriptor);
  for (const [key, accessor] of accessors) {
    if (taken.length === 0 || !taken.some(([other]) => other === key)) {
      Object.defineProperty(instance, key, accessor);
    }
  }
};

const NOTHING: readonly Property[] = [];

/**
 * Takes off the first property that is to be replaced and all that follow, as far as they can be taken off.
 *
 * @returns what is to be put back, with the accessors in their places
 */
const takeOff = (instance: object, accessors: ReadonlyMap<Key, PropertyDescriptor>): readonly Property[] => {
  const keys = Reflect.ownKeys(instance);
  const first = keys.findIndex((key) => accessors.has(key));
  if (first < 0 || !Object.isExtensible(instance)) return NOTHING;
  const taken: Property[] = [];
  for (let index = keys.length - 1; index >= first; index -= 1) {
    const key = keys[index] as Key;
    const own = accessors.get(key) ?? Object.getOwnPropertyDescriptor(instance, key);
    if (own === undefined || !Reflect.deleteProperty(instance, key)) break;
    taken.unshift([key, own]);
  }
  return taken;
};
