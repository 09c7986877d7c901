/** A single resource is written without a list. */
export const oneOrMore = (resources: readonly string[]): string | readonly string[] => {
  const [first] = resources;
  return resources.length === 1 && first !== undefined ? first : resources;
};
