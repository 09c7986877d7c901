import { SsmCacheError, type SsmHandle } from 'nestjs-ssm-cache';

type Handles = readonly SsmHandle<unknown, any>[];

/** What all of several handles give: a generation, the code of an error, or a description of what does not fit together. */
const inCommon = (seen: readonly string[]): string => [...new Set(seen)].toSorted().join(' and ');

const shown = (value: unknown): string => {
  if (typeof value === 'string') return value;
  const leaves = Object.values(value as object);
  return leaves.length === 0 ? 'nothing' : inCommon(leaves.map(String));
};

const codeOf = (error: unknown): string =>
  error instanceof SsmCacheError && error.names.length > 0
    ? error.code
    : `not an error of the cache: ${String(error)}`;

export const readStrictly = async (handles: Handles): Promise<string> =>
  inCommon(await Promise.all(handles.map((handle) => handle.get().then(shown, codeOf))));

export const readAtOnce = (handles: Handles): string =>
  inCommon(
    handles.map((handle) => {
      try {
        return shown(handle.value);
      } catch (error) {
        return codeOf(error);
      }
    }),
  );
