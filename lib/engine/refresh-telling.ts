import type { SsmCacheError } from '../errors/index.js';
import { failureKind } from '../errors/failure-kind.js';
import type { RefreshStartedEvent } from '../runtime/cache-events.js';
import type { Reference } from '../sources/source.interface.js';
import type { EngineRuntime } from './engine-runtime.interface.js';
import type { EntryTable } from './entry-table.js';
import type { RefreshAttempt } from './refresh-attempt.js';

/** Tells listeners that an attempt starts, if there are any. */
export const tellStart = (
  { events }: EngineRuntime,
  attempt: RefreshAttempt,
  asked: readonly Reference[],
  table: EntryTable,
  isGroup: boolean,
): void => {
  if (events.refreshStarted === undefined && events.refreshSettled === undefined) return;
  attempt.event = {
    id: attempt.number,
    names: asked.map(({ fullName }) => fullName),
    reason: reasonFor(attempt, asked, table),
    source: sourceOf(asked),
    isGroup,
  };
  events.refreshStarted?.(attempt.event);
};

/** Tells them how it has ended. */
export const tellEnd = (
  { closed, events }: EngineRuntime,
  { age, event }: RefreshAttempt,
  error: SsmCacheError | undefined,
): void => {
  if (event === undefined) return;
  const failed = error === undefined ? 'refreshed' : failureKind(error);
  const outcome = closed.aborted ? 'closed' : failed;
  events.refreshSettled?.({ ...event, milliseconds: age, outcome, error });
};

const reasonFor = (
  attempt: RefreshAttempt,
  asked: readonly Reference[],
  table: EntryTable,
): RefreshStartedEvent['reason'] => {
  if (attempt.isForced) return 'forced';
  if (asked.some((reference) => table.entryOf(reference).expiredAt !== undefined)) return 'changed';
  return asked.some((reference) => !table.isAnswered(reference)) ? 'load' : 'expired';
};

const sourceOf = ([first, ...others]: readonly Reference[]): string => {
  const source = first?.source ?? '';
  return others.every((other) => other.source === source) ? source : 'several';
};
