/**
 * A list for the metadata of a module that is longer when it is read. Nest reads it when it has scanned all modules, and so
 * loaded all classes, which may have declared what the module provides.
 */
export const lateList = <T>(known: readonly T[], late: () => readonly T[]): T[] =>
  Object.defineProperty([...known], Symbol.iterator, {
    *value() {
      yield* known;
      yield* late();
    },
  });
