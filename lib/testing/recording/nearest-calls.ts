import { editDistance } from '../../errors/edit-distance.js';
import { namesOf } from './recorded-input.js';
import type { Question } from './recording.messages.js';

const AT_MOST = 3;

/** The recorded calls that are most like one that is not: first by operation, then by the names they ask for. */
export function nearestCalls(call: Question, recorded: readonly Question[]): readonly Question[] {
  const names = namesOf(call.input);
  return recorded
    .map((candidate) => ({
      candidate,
      isOther: Number(candidate.operation !== call.operation),
      distance: distance(names, namesOf(candidate.input)),
    }))
    .toSorted((a, b) => a.isOther - b.isOther || a.distance - b.distance)
    .slice(0, AT_MOST)
    .map(({ candidate }) => candidate);
}

/** From 0, all names in common, to 1, not a letter in common: each name is compared with the one most like it. */
function distance(some: readonly string[], others: readonly string[]): number {
  const apart = [
    ...some.map((name) => apartFrom(name, others)),
    ...others.map((name) => apartFrom(name, some)),
  ];
  return apart.reduce((sum, one) => sum + one, 0) / Math.max(apart.length, 1);
}

const apartFrom = (name: string, others: readonly string[]): number =>
  Math.min(1, ...others.map((other) => editDistance(name, other) / Math.max(name.length, other.length, 1)));
