/** Where libraries keep the error that led to theirs. */
const WITHIN = ['cause', 'parent', 'original', 'driverError', 'errors'];
/** More than any library nests; an error that is made of others without end must not be walked for ever. */
const MOST = 100;

/** A member of an error; `undefined` where reading it throws. */
export const memberOf = (error: unknown, member: string): unknown => {
  try {
    return (error as Readonly<Record<string, unknown>> | null | undefined)?.[member];
  } catch {
    return undefined;
  }
};

/** The error, and those that it was made of, each once. */
export const errorsWithin = (error: unknown): readonly unknown[] => {
  const found = new Set<unknown>([error]);
  for (const outer of found) {
    for (const inner of WITHIN.flatMap((member) => memberOf(outer, member) ?? [])) {
      if (found.size < MOST && typeof inner === 'object') found.add(inner);
    }
  }
  return [...found];
};
