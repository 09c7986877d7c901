import type { SsmCache } from '../cache/ssm-cache.js';
import type { ValueState } from '../engine/entry-view.state.js';
import type { SsmFleetHealth, SsmFleetStats } from '../runtime/fleet-stats.js';
import { INTERNALS } from '../runtime/internals.js';
import type { EventOutcome } from '../health/cache-stats.js';
import { SECONDS } from './distributions.js';
import {
  CLIENT,
  DIRECTION,
  ERROR,
  OPERATION,
  OUTCOME,
  SHARE,
  SOURCE,
  STATE,
  STATUS,
  withError,
  type Labels,
} from './labels.js';

/** A number, and what it is of. */
export type Sample = readonly [value: number, labels: Labels];

/** A metric that is read when somebody asks for it. */
export interface Series {
  /** As OpenTelemetry names it. */
  readonly name: string;
  readonly kind: 'counter' | 'gauge';
  /** Of the Unified Code for Units of Measure. */
  readonly unit: string;
  readonly description: string;
  readonly labels: readonly string[];
  read(cache: SsmCache): readonly Sample[];
}

const STATES: Readonly<Record<ValueState, true>> = {
  absent: true,
  loading: true,
  fresh: true,
  stale: true,
  'backing off': true,
  refused: true,
  provisional: true,
};

const EVENT_OUTCOMES: Readonly<Record<EventOutcome, true>> = {
  'acted on': true,
  malformed: true,
  'unknown event': true,
  'not held': true,
  'other account': true,
  'failed call': true,
  duplicate: true,
};

/** Without a fleet there is nothing to show. */
const ofFleet =
  (read: (fleet: SsmFleetHealth, stats: SsmFleetStats) => readonly Sample[]) =>
  (cache: SsmCache): readonly Sample[] => {
    const { fleet } = cache.health();
    return fleet === undefined ? [] : read(fleet, cache.stats().fleet);
  };

/** Which counts of a fleet are outcomes of a value that is shared. */
const SHARED = ['hits', 'misses', 'bypassed', 'unreadable'] as const;

/** All that is read when somebody asks. */
export const SERIES: readonly Series[] = [
  {
    name: 'ssm_cache.aws.calls',
    kind: 'counter',
    unit: '{call}',
    description: 'Calls to AWS that have ended.',
    labels: [SOURCE, CLIENT, OPERATION, ERROR],
    read: (cache) =>
      statsOf(cache).flatMap(({ calls }) =>
        Array.from(calls, ([{ source, client, operation, error }, count]) => {
          const labels = { [SOURCE]: source, [CLIENT]: client, [OPERATION]: operation };
          return [count, withError(labels, error)] as const;
        }),
      ),
  },
  {
    name: 'ssm_cache.aws.throttles',
    kind: 'counter',
    unit: '{call}',
    description: 'Calls that AWS throttled.',
    labels: [],
    read: (cache) => [[cache.stats().throttled, {}]],
  },
  {
    name: 'ssm_cache.changes',
    kind: 'counter',
    unit: '{change}',
    description: 'Versions that refreshes brought in place of others.',
    labels: [],
    read: (cache) => [[cache.stats().changes, {}]],
  },
  {
    name: 'ssm_cache.stale_reads',
    kind: 'counter',
    unit: '{read}',
    description: 'Reads that gave a value older than its max age.',
    labels: [],
    read: (cache) => [[cache.stats().staleReads, {}]],
  },
  {
    name: 'ssm_cache.recoveries',
    kind: 'counter',
    unit: '{call}',
    description: 'Calls that failed, and were repeated after a refresh.',
    labels: [OUTCOME],
    read: (cache) =>
      Object.entries(cache.stats().recoveries).map(([outcome, count]) => [count, { [OUTCOME]: outcome }]),
  },
  {
    name: 'ssm_cache.events',
    kind: 'counter',
    unit: '{event}',
    description: 'Events of changes at AWS, by what became of them.',
    labels: [OUTCOME],
    read: (cache) => {
      const counts = new Map(Object.keys(EVENT_OUTCOMES).map((outcome) => [outcome, 0]));
      for (const [{ outcome }, count] of statsOf(cache).flatMap(({ events }) => [...events]))
        counts.set(outcome, (counts.get(outcome) ?? 0) + count);
      return Array.from(counts, ([outcome, count]) => [count, { [OUTCOME]: outcome }]);
    },
  },
  {
    name: 'ssm_cache.entries',
    kind: 'gauge',
    unit: '{entry}',
    description: 'Parameters, secrets and paths that the cache knows, by state.',
    labels: [STATE],
    read: (cache) => {
      const counts = new Map(Object.keys(STATES).map((state) => [state, 0]));
      for (const { state } of cache[INTERNALS].healthFacts.entries)
        counts.set(state, (counts.get(state) ?? 0) + 1);
      return Array.from(counts, ([state, count]) => [count, { [STATE]: state }]);
    },
  },
  {
    name: 'ssm_cache.oldest_age',
    kind: 'gauge',
    unit: SECONDS,
    description: 'How long ago the oldest value was fetched.',
    labels: [],
    read: (cache) => [[cache.health().oldestAge ?? 0, {}]],
  },
  {
    name: 'ssm_cache.health',
    kind: 'gauge',
    unit: '',
    description: 'The status of the cache: 1 for the one that it has.',
    labels: [STATUS],
    read: (cache) => {
      const { status } = cache.health();
      return ['up', 'degraded', 'down'].map((one) => [one === status ? 1 : 0, { [STATUS]: one }]);
    },
  },
  {
    name: 'ssm_cache.client.unanswered',
    kind: 'gauge',
    unit: SECONDS,
    description: 'For how long AWS has not answered a client: 0 where it does.',
    labels: [SOURCE, CLIENT],
    read: (cache) => {
      const { clients } = cache.health();
      const now = cache[INTERNALS].runtime.clock.now().wall;
      const longest = new Map<string, Sample>();
      for (const { source, client, since } of clients) {
        const seconds = since === undefined ? 0 : Math.max(0, now - since.getTime()) / 1_000;
        const key = JSON.stringify([source, client]);
        const [known] = longest.get(key) ?? [0];
        longest.set(key, [Math.max(known, seconds), { [SOURCE]: source, [CLIENT]: client }]);
      }
      return [...longest.values()];
    },
  },
  {
    name: 'ssm_cache.fleet.up',
    kind: 'gauge',
    unit: '',
    description: 'Whether Redis answers and messages of other processes are heard: 1 or 0.',
    // A metric without labels would be 0 without a fleet.
    labels: [SHARE],
    read: ofFleet(({ share, store, messages }) => [
      [Number(store === 'up' && messages !== 'failing'), { [SHARE]: share }],
    ]),
  },
  {
    name: 'ssm_cache.fleet.messages',
    kind: 'counter',
    unit: '{message}',
    description: 'Messages between the processes of a fleet.',
    labels: [DIRECTION],
    read: ofFleet((_fleet, { sent, received }) => [
      [sent, { [DIRECTION]: 'sent' }],
      [received, { [DIRECTION]: 'received' }],
    ]),
  },
  {
    name: 'ssm_cache.fleet.gaps',
    kind: 'counter',
    unit: '{gap}',
    description: 'How often messages of a fleet may have been missed.',
    labels: [],
    read: ofFleet((_fleet, { gaps }) => [[gaps, {}]]),
  },
  {
    name: 'ssm_cache.fleet.values',
    kind: 'counter',
    unit: '{value}',
    description: 'Values that a fleet shares: what came of asking for them.',
    labels: [OUTCOME],
    read: ofFleet(({ share }, stats) =>
      share === 'signals' ? [] : SHARED.map((outcome) => [stats[outcome], { [OUTCOME]: outcome }] as const),
    ),
  },
];

const statsOf = (cache: SsmCache) => cache[INTERNALS].allStats;
