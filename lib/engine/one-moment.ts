import type { Answer, KnownAnswer, Member } from '../sources/source.interface.js';
import { sameContent, type RawValue } from '../values/raw-value.js';
import type { Reading } from './reading.js';
import { changedMeanwhileError } from './reference-errors.js';
import type { Fetch } from './refresh-batcher.js';

/**
 * The clocks of AWS and of this host may be this far apart, in milliseconds: AWS refuses what is signed with a clock that is
 * further off.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
 */
const CLOCK_SKEW = 5 * 60_000;
/** A new version of a secret becomes the current one within this time, in milliseconds. */
const MOVES_WITHIN = 24 * 3_600_000;
/** What changes again during each of so many readings is left for the next attempt. */
const MAX_READINGS = 5;

/** How an attempt reads once more, and what is known before it. */
export interface OneMoment {
  /** Asks for all once more. */
  readonly again: () => Promise<Reading>;
  readonly held: KnownAnswer;
  /** The fetch whose answers a partial attempt adds to. */
  readonly partOf: Fetch | undefined;
}

/** Reads on until all of `reading` was true at one moment: errors, or answers that can be committed together. */
export const readOneMoment = async (first: Reading, { again, held, partOf }: OneMoment): Promise<Reading> => {
  let reading = first;
  let since = (partOf ?? reading.fetch).startedAt.wall;
  let previous: Reading | undefined;
  for (let count = 1; reading.errors.size === 0; count += 1) {
    const known = previous === undefined ? [held] : [held, answersOf(previous)];
    const isPartial = partOf !== undefined && previous === undefined;
    if (wasTrueAt(reading, since, known, !isPartial)) break;
    if (count === MAX_READINGS) return neverOneMoment(reading);
    previous = reading;
    reading = await again();
    since = reading.fetch.startedAt.wall;
  }
  return reading;
};

/** Nothing of it is committed. */
const neverOneMoment = (reading: Reading): Reading => {
  const errors = reading.references.map(
    (reference) => [reference.key, changedMeanwhileError(reference)] as const,
  );
  return { ...reading, answers: new Map(), errors: new Map(errors) };
};

const answersOf =
  ({ answers }: Reading): KnownAnswer =>
  (key: string): Answer | undefined =>
    answers.get(key)?.answer;

/**
 * Whether all of a reading was true already at `since`, in milliseconds since 1970: an earlier answer is the same, or AWS
 * says that it is older. If `since` is the time at which the first call began, the reading shows one moment of AWS.
 *
 * @param trustsFirst whether a first answer is trusted where its date tells nothing
 */
const wasTrueAt = (
  { references, answers }: Reading,
  since: number,
  known: readonly KnownAnswer[],
  trustsFirst: boolean,
): boolean =>
  references.every((reference) => {
    const answer = answers.get(reference.key)?.answer;
    const earlier = known.flatMap((answerTo) => answerTo(reference.key) ?? []);
    return wasTrue(answer, earlier, since, reference.canMove === true, trustsFirst && earlier.length === 0);
  });

const wasTrue = (
  answer: Answer | undefined,
  earlier: readonly Answer[],
  since: number,
  canMove: boolean,
  isTrusted: boolean,
): boolean => {
  if (answer === undefined) return false;
  if (earlier.some((one) => isSameAnswer(one, answer))) return true;
  if (!answer.found) return isTrusted;
  const margin = canMove ? MOVES_WITHIN : CLOCK_SKEW;
  const wasOlder = ({ modifiedAt }: RawValue): boolean =>
    modifiedAt === undefined ? isTrusted : modifiedAt < since - margin;
  const { members } = answer;
  if (members === undefined) return wasOlder(answer.raw);
  const [last] = earlier;
  const before = new Map(last?.found ? last.members?.map(({ reference, raw }) => [reference.key, raw]) : []);
  const now = new Set(members.map(({ reference }) => reference.key));
  return (
    [...before.keys()].every((key) => now.has(key)) &&
    members.every(({ reference, raw }) => isSame(before.get(reference.key), raw) || wasOlder(raw))
  );
};

const isSameAnswer = (one: Answer, other: Answer): boolean => {
  if (!one.found || !other.found) return one.found === other.found;
  if (one.members === undefined || other.members === undefined) return isSame(one.raw, other.raw);
  return isSameListing(one.members, other.members);
};

const isSameListing = (one: readonly Member[], other: readonly Member[]): boolean =>
  one.length === other.length &&
  one.every(({ reference, raw }, index) => {
    const counterpart = other[index];
    return counterpart?.reference.key === reference.key && isSame(raw, counterpart.raw);
  });

const isSame = (one: RawValue | undefined, other: RawValue): boolean =>
  one !== undefined &&
  one.version === other.version &&
  one.modifiedAt === other.modifiedAt &&
  sameContent(one, other);
