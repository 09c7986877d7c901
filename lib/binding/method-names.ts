/** The methods of a class, those that it inherits included, and none that every object has. */
export const methodNamesOf = (prototype: object): readonly string[] => {
  const names = new Set<string>();
  for (let owner = prototype; owner !== Object.prototype; owner = Object.getPrototypeOf(owner) as object) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(owner))) {
      if (typeof value === 'function' && name !== 'constructor') names.add(name);
    }
  }
  return [...names];
};
