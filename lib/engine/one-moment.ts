import { RefreshError } from '../errors/index.js';
import { changedMeanwhileMessage } from '../errors/errors.messages.js';
import { ofClient } from '../sources/of-client.js';
import type { Answer, KnownAnswer } from '../sources/source.interface.js';
import { isOneCall, wasTrueAt, type Reading } from './reading.js';
import type { Question, RefreshAttempt } from './refresh-attempt.js';
import type { Batch, RefreshBatcher, Fetch } from './refresh-batcher.js';

/** What changes again during each of so many readings is left for the next attempt. */
const MAX_READINGS = 5;

/** What an attempt reads, and what is known before it. */
export interface Questions {
  /** What is asked for first. */
  readonly first: (batch: Batch) => readonly Question[];
  /** What is asked for when all is read once more. */
  readonly again: () => readonly Question[];
  readonly held: KnownAnswer;
  /** The fetch whose answers a partial attempt adds to. */
  readonly fetch: Fetch | undefined;
}

/** Reads until all that was read was true at one moment: errors, or answers that can be committed together. */
export const readOneMoment = async (
  attempt: RefreshAttempt,
  batcher: RefreshBatcher,
  { first, again, held, fetch }: Questions,
): Promise<Reading> => {
  let reading = await attempt.ask(batcher, first);
  let since = reading.fetch.startedAt.wall;
  if (attempt.isPartial && fetch !== undefined) since = fetch.startedAt.wall;
  else if (isOneCall(reading)) return reading;
  let previous: Reading | undefined;
  for (let count = 1; reading.errors.size === 0; count += 1) {
    const known = previous === undefined ? [held] : [held, answersOf(previous)];
    if (wasTrueAt(reading, since, known, !attempt.isPartial)) break;
    if (count === MAX_READINGS) return neverOneMoment(reading);
    previous = reading;
    attempt.isPartial = false;
    reading = await attempt.ask(batcher, again);
    since = reading.fetch.startedAt.wall;
  }
  return reading;
};

const neverOneMoment = (reading: Reading): Reading => {
  const errors = reading.references.map((reference) => {
    const { key, fullName } = reference;
    const error = new RefreshError(changedMeanwhileMessage(fullName), { names: [fullName] });
    return [key, ofClient(error, reference)] as const;
  });
  return { ...reading, answers: new Map(), errors: new Map(errors) };
};

const answersOf =
  ({ answers }: Reading): KnownAnswer =>
  (key: string): Answer | undefined =>
    answers.get(key);
