/**
 * Tells which modules can be one file for both module formats: those that reach no package which the formats have to load each
 * in its own way.
 */
export const sharedBy = (isBoundToFormat) => {
  const known = new Map();
  const isShared = (id, getModuleInfo) => {
    if (!known.has(id)) {
      known.set(id, true);
      const { isExternal, importedIds, dynamicallyImportedIds } = getModuleInfo(id);
      known.set(
        id,
        isExternal
          ? !isBoundToFormat(id)
          : [...importedIds, ...dynamicallyImportedIds].every((imported) =>
              isShared(imported, getModuleInfo),
            ),
      );
    }
    return known.get(id);
  };
  return isShared;
};

/** The modules that an entry point reaches. */
export const reachedFrom = (entry, getModuleInfo) => {
  const reached = new Set([entry]);
  for (const id of reached) {
    for (const imported of getModuleInfo(id)?.importedIds ?? []) reached.add(imported);
  }
  return reached;
};
