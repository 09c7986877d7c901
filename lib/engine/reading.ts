import type { SsmCacheError } from '../errors/index.js';
import { isJoint, type Answer, type KnownAnswer, type Reference } from '../sources/source.interface.js';
import type { Fetch } from './refresh-batcher.js';

export interface AnsweredReference {
  readonly reference: Reference;
  readonly answer: Answer;
}

/** Answers by the key of their reference. */
export type Answered = ReadonlyMap<string, AnsweredReference>;

/** What AWS said when it was asked for some references. */
export interface Reading {
  readonly references: readonly Reference[];
  /** In the order in which they were asked for. */
  readonly answers: Answered;
  /** By the key of the reference. */
  readonly errors: ReadonlyMap<string, SsmCacheError>;
  /** Of the oldest answer: what came together grows old together. */
  readonly fetch: Fetch;
  /** Whether one call brought all of it, so that it shows one moment of AWS. */
  readonly isOneCall: boolean;
}

/** The same with what listings brought, where it was not asked for by name. */
export const withMembers = (answers: Answered): Answered => {
  const members = [...answers.values()]
    .flatMap(({ answer }) => (answer.found ? (answer.members ?? []) : []))
    .map(({ reference, raw }) => ({ reference, answer: { found: true, raw } as const }));
  if (members.length === 0) return answers;
  return new Map([...members, ...answers.values()].map((one) => [one.reference.key, one]));
};

/**
 * The same with the answers that are joined of others, for `views` of them.
 *
 * @param held what was answered earlier
 */
export const withJoints = (
  answers: Answered,
  views: Iterable<{ readonly reference: Reference }>,
  held: { readonly answerTo: KnownAnswer },
): Answered => {
  const viewed = Array.from(views, ({ reference }) => reference);
  const joints = viewed.filter(isJoint).flatMap((reference) => {
    const answer = reference.join((key) => answers.get(key)?.answer ?? held.answerTo(key));
    return answer === undefined ? [] : [[reference.key, { reference, answer }] as const];
  });
  return joints.length === 0 ? answers : new Map([...answers, ...joints]);
};
