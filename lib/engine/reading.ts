import type { SsmCacheError } from '../errors/index.js';
import {
  isJoint,
  type Answer,
  type KnownAnswer,
  type Member,
  type Reference,
} from '../sources/source.interface.js';
import { sameContent, type RawValue } from '../values/raw-value.js';
import type { Fetch } from './refresh-batcher.js';

/** What AWS said when it was asked for some references. */
export interface Reading {
  readonly references: readonly Reference[];
  readonly fetch: Fetch;
  /** By the key of the reference. */
  readonly answers: ReadonlyMap<string, Answer>;
  /** By the key of the reference. */
  readonly errors: ReadonlyMap<string, SsmCacheError>;
}

export interface AnsweredReference {
  readonly reference: Reference;
  readonly answer: Answer;
}

/** Answers, those of members among them, by the key of their reference. */
export type Answered = ReadonlyMap<string, AnsweredReference>;

/**
 * The answers of a reading.
 *
 * @param hasMembers whether what a listing brings is an answer of its own, where it is not asked for by name
 */
export const answered = ({ references, answers }: Reading, hasMembers: boolean): Answered => {
  const found = references.flatMap((reference) => {
    const answer = answers.get(reference.key);
    return answer === undefined ? [] : [{ reference, answer }];
  });
  const members = !hasMembers
    ? []
    : found
        .flatMap(({ answer }) => (answer.found ? (answer.members ?? []) : []))
        .map(({ reference, raw }) => ({ reference, answer: { found: true, raw } as const }));
  return new Map([...members, ...found].map((one) => [one.reference.key, one]));
};

/**
 * The same with the answers that are joined of others.
 *
 * @param held what was answered earlier
 */
export const withJoints = (
  answers: Answered,
  references: readonly Reference[],
  held: KnownAnswer,
): Answered => {
  const joints = references.filter(isJoint).flatMap((reference) => {
    const answer = reference.join((key) => answers.get(key)?.answer ?? held(key));
    return answer === undefined ? [] : [[reference.key, { reference, answer }] as const];
  });
  return joints.length === 0 ? answers : new Map([...answers, ...joints]);
};

/**
 * The clocks of AWS and of this host may be this far apart, in milliseconds: AWS refuses what is signed with a clock that is
 * further off.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
 */
const CLOCK_SKEW = 5 * 60_000;
/** A new version of a secret becomes the current one within this time, in milliseconds. */
const MOVES_WITHIN = 24 * 3_600_000;

/** Whether one call brought all of a reading, so that it shows one moment of AWS. */
export const isOneCall = ({ references, answers }: Reading): boolean => {
  const [first, ...others] = references.map(({ key }) => answers.get(key));
  if (first === undefined) return true;
  if (others.length === 0 && !isListing(first)) return true;
  return first.call !== undefined && others.every((answer) => answer?.call === first.call);
};

/**
 * Whether all of a reading was true already at `since`, in milliseconds since 1970: an earlier answer is the same, or AWS
 * says that it is older. If `since` is the time at which the first call began, the reading shows one moment of AWS.
 *
 * @param trustsFirst whether a first answer is trusted where its date tells nothing
 */
export const wasTrueAt = (
  { references, answers }: Reading,
  since: number,
  known: readonly KnownAnswer[],
  trustsFirst: boolean,
): boolean =>
  references.every((reference) => {
    const answer = answers.get(reference.key);
    const earlier = known.flatMap((answerTo) => answerTo(reference.key) ?? []);
    return wasTrue(answer, earlier, since, reference.canMove === true, trustsFirst && earlier.length === 0);
  });

const isListing = (answer: Answer): boolean => answer.found && answer.members !== undefined;

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
