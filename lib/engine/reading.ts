import type { SsmCacheError } from '../errors/index.js';
import { isJoint, type Answer, type KnownAnswer, type Reference } from '../sources/source.interface.js';
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
