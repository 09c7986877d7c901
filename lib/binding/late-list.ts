/**
 * A list for the metadata of a module that is longer when it is read. Nest reads it when it has scanned all modules, and so
 * loaded all classes, which may have declared what the module provides.
 */
export const lateList = <Known, Late>(
  known: readonly Known[],
  late: () => readonly Late[],
): (Known | Late)[] =>
  Object.defineProperty([...known], Symbol.iterator, {
    *value() {
      yield* known;
      yield* late();
    },
  });
