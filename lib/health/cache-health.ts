import type { EntryView } from '../engine/entry-view.js';
import { primaryError } from '../errors/primary-error.js';
import type { ClientReport } from '../sources/clients/client-lanes.js';
import { clientHealth } from './client-health.js';
import type { SsmCacheHealth, SsmCacheHealthOptions, SsmHealthProblem } from './health.interface.js';

const DEFAULT_STALE_AFTER = 60;

/** What the health of a cache follows from. */
export interface HealthFacts {
  readonly isClosed: boolean;
  /** A view of each entry. */
  readonly entries: readonly EntryView<unknown>[];
  /** What the application declares. */
  readonly declared: readonly EntryView<unknown>[];
  readonly clients: readonly ClientReport[];
  /** Whether a queue tells of changes. */
  readonly events: SsmCacheHealth['events'];
  /** `undefined` without a fleet. */
  readonly fleet: SsmCacheHealth['fleet'];
}

/** @param options checked */
export const cacheHealth = (
  { isClosed, entries, declared, clients, events, fleet }: HealthFacts,
  { staleAfter = DEFAULT_STALE_AFTER, names = false }: SsmCacheHealthOptions,
): SsmCacheHealth => {
  const failing = entries.filter(({ failure }) => failure !== undefined);
  const stale = failing.filter((view) => isStale(view, staleAfter)).length;
  const refused = failing.filter(({ failureKind }) => failureKind === 'refused').length;
  const rejected = failing.filter(({ failureKind }) => failureKind === 'unusable').length;
  const isDown = isClosed || declared.some((view) => view.failure !== undefined && !view.isUsable);
  const isMissing = declared.some(({ failureKind }) => failureKind === 'gone');
  const isDegraded = isMissing || stale + refused + rejected > 0;
  return {
    status: isDown ? 'down' : isDegraded ? 'degraded' : 'up',
    entries: entries.length,
    stale,
    refused,
    rejected,
    failing: failing.length,
    oldestAge: oldestAge(entries),
    lastError: primaryError(failing.map(({ failure }) => failure))?.code,
    clients: clientHealth(clients, entries),
    events,
    ...(fleet && { fleet }),
    ...(names && { problems: failing.map(problem) }),
  };
};

const isStale = ({ age, policy, state }: EntryView<unknown>, staleAfter: number): boolean =>
  age !== undefined && state !== 'fresh' && age >= policy.maxAge / 1_000 + staleAfter;

/** To the millisecond. */
const oldestAge = (entries: readonly EntryView<unknown>[]): number | undefined => {
  const ages = entries.flatMap(({ age }) => age ?? []);
  return ages.length === 0
    ? undefined
    : Math.round(ages.reduce((one, other) => Math.max(one, other)) * 1_000) / 1_000;
};

const problem = ({ reference, state, failure, unit }: EntryView<unknown>): SsmHealthProblem => ({
  name: reference.fullName,
  source: reference.source,
  client: reference.client,
  state,
  error: (failure as NonNullable<typeof failure>).code,
  since: unit.record.failingSince && new Date(unit.record.failingSince.wall),
});
