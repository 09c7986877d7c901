/** The resources of one action, sorted, without those that another one with `*` covers. */
export const compact = (resources: Iterable<string>): readonly string[] => {
  const all = [...new Set(resources)].toSorted();
  const wild = all.filter((resource) => resource.endsWith('*'));
  return all.filter(
    (resource) => !wild.some((other) => other !== resource && resource.startsWith(other.slice(0, -1))),
  );
};

/** Names that one pattern can stand for. */
export interface Merge {
  /** What the names have in common, to the last slash. */
  readonly prefix: string;
  readonly depth: number;
  /** How many characters the policy loses. */
  readonly saving: number;
}

/** An ARN to the first level of the name. What is above it would allow everything of an account. */
const FIRST_LEVEL = /^arn:[^:]*:[^:]*:[^:]*:[^:]*:(?:parameter\/|secret:)[^/]+\//;

/** What each path takes: quotes and a comma. */
const PUNCTUATION = 3;

/** Each path that at least two of these resources are under. */
export const mergesOf = (resources: readonly string[]): readonly Merge[] => {
  const prefixes = new Set(resources.flatMap(prefixesOf));
  return [...prefixes].flatMap((prefix) => {
    const under = resources.filter((resource) => resource.startsWith(prefix));
    if (under.length < 2) return [];
    const before = under.reduce((sum, { length }) => sum + length + PUNCTUATION, 0);
    return [{ prefix, depth: prefix.split('/').length, saving: before - prefix.length - 1 - PUNCTUATION }];
  });
};

const prefixesOf = (resource: string): readonly string[] => {
  const first = FIRST_LEVEL.exec(resource)?.[0];
  if (first === undefined) return [];
  const rest = resource.slice(first.length).split('/');
  return rest.map(
    (_level, index) =>
      first +
      rest
        .slice(0, index)
        .map((level) => `${level}/`)
        .join(''),
  );
};
