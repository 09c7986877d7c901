import type { CacheEvents } from '../runtime/cache-events.js';
import { ERROR, SOURCE, withError, type Labels } from './labels.js';

/** A metric of times, each of which is measured when it is over. */
export interface Distribution {
  /** As OpenTelemetry names it. */
  readonly name: string;
  readonly description: string;
  readonly labels: readonly string[];
  /** In seconds. */
  readonly buckets: readonly number[];
  /** What in the cache gives its times, in seconds. */
  readonly measuring: (record: (seconds: number, labels: Labels) => void) => CacheEvents;
}

export const DISTRIBUTIONS: readonly Distribution[] = [
  {
    name: 'ssm_cache.refresh.duration',
    description: 'How long refreshes of names and groups take.',
    labels: [SOURCE, ERROR],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    measuring: (record) => ({
      refreshSettled: ({ source, milliseconds, error }) =>
        record(milliseconds / 1_000, withError({ [SOURCE]: source }, error?.code)),
    }),
  },
  {
    name: 'ssm_cache.event.age',
    description: 'How old events that were acted on were when they came. Their time has whole seconds.',
    labels: [],
    buckets: [1, 2, 5, 10, 30, 60, 300, 900, 3_600],
    measuring: (record) => ({
      notified: ({ ages }) => {
        for (const age of ages) record(age / 1_000, {});
      },
    }),
  },
];

/** The unit of all of them. */
export const SECONDS = 's';
