/** The first items of a list, which may be of a class of its own: `slice` and `map` would make another of that. */
export const firstOf = <T>(list: readonly T[], most: number): readonly T[] =>
  Array.from({ length: Math.min(list.length, most) }, (_, index) => list[index] as T);
