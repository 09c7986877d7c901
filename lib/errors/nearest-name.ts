import { editDistance } from './edit-distance.js';

/** At most this part of the letters of a misspelt name is wrong. */
const MOST_APART = 0.4;
/** A shorter part of a name is in too many others. */
const SHORTEST_PART = 3;
/** Comparing takes time with the product of the lengths. */
const LONGEST = 256;

/** The known name that a misspelt one probably means: spelled almost like it, or with it as a part. */
export const nearestName = (name: string, known: readonly string[]): string | undefined => {
  const [nearest] = known
    .filter((candidate) => Math.max(name.length, candidate.length) <= LONGEST)
    .map((candidate) => ({ candidate, apart: apart(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter((one) => one.apart <= MOST_APART)
    .toSorted((one, other) => one.apart - other.apart);
  return nearest?.candidate;
};

/** From 0, the same letters, to 1, no letter in common. */
const apart = (one: string, other: string): number => {
  const distance = editDistance(one, other) / Math.max(one.length, other.length, 1);
  return isPart(one, other) || isPart(other, one) ? Math.min(distance, MOST_APART) : distance;
};

const isPart = (part: string, whole: string): boolean => part.length >= SHORTEST_PART && whole.includes(part);
