import type { SsmIgnoredReason } from '../runtime/notification.interface.js';
import type {
  CacheEvents,
  CallSettledEvent,
  NotifiedEvent,
  RecoveryEvent,
  RefreshSettledEvent,
} from '../runtime/cache-events.js';
import type { SsmFleetStats } from '../runtime/fleet-stats.js';
import type { SsmCacheStats } from './stats.interface.js';

const NO_ERROR = '';
const ACTED_ON = 'acted on';

/** What became of an event: it was acted on, or left aside for a reason. */
export type EventOutcome = typeof ACTED_ON | SsmIgnoredReason;

/** A number for each combination of labels. */
class Tally<Labels extends Readonly<Record<string, string>>> {
  readonly #counts = new Map<string, { readonly labels: Labels; count: number }>();

  add(labels: Labels): void {
    const key = Object.values(labels).join('\n');
    const known = this.#counts.get(key);
    if (known === undefined) this.#counts.set(key, { labels, count: 1 });
    else known.count += 1;
  }

  *[Symbol.iterator](): IterableIterator<readonly [labels: Labels, count: number]> {
    for (const { labels, count } of this.#counts.values()) yield [labels, count];
  }
}

/** Counts what happens in a cache. Labels are few: no name of a value is among them. */
export class CacheStats implements CacheEvents {
  /** By source, and by the code of the error; without a code where it was refreshed. */
  readonly refreshes = new Tally<{ readonly source: string; readonly error: string }>();
  /** By client and operation, and by the error; without one where AWS answered. */
  readonly calls = new Tally<{
    readonly source: string;
    readonly client: string;
    readonly operation: string;
    readonly error: string;
  }>();
  readonly recoveries = new Tally<{ readonly outcome: 'succeeded' | 'failed' }>();
  readonly events = new Tally<{ readonly outcome: EventOutcome }>();
  changes = 0;
  staleReads = 0;
  throttled = 0;

  refreshSettled({ source, error }: RefreshSettledEvent): void {
    this.refreshes.add({ source, error: error?.code ?? NO_ERROR });
  }

  callSettled({ source, client, operation, outcome, isThrottled }: CallSettledEvent): void {
    this.calls.add({ source, client, operation, error: outcome === 'answered' ? NO_ERROR : outcome });
    if (isThrottled) this.throttled += 1;
  }

  changed(): void {
    this.changes += 1;
  }

  recovered({ outcome }: RecoveryEvent): void {
    this.recoveries.add({ outcome: outcome === 'succeeded' ? 'succeeded' : 'failed' });
  }

  notified({ count, ignored }: NotifiedEvent): void {
    for (let rest = count - ignored.length; rest > 0; rest -= 1) this.events.add({ outcome: ACTED_ON });
    for (const { reason } of ignored) this.events.add({ outcome: reason });
  }

  staleRead(): void {
    this.staleReads += 1;
  }
}

/** The sums of several caches that are shown as one. */
export const summary = (all: readonly CacheStats[], fleet: SsmFleetStats): SsmCacheStats => {
  const refreshes = all.flatMap((stats) => [...stats.refreshes]);
  const recoveries = sums(all.flatMap((stats) => [...stats.recoveries]).map(by('outcome')));
  const events = all.flatMap((stats) => [...stats.events]);
  return {
    refreshes: total(refreshes.map(([, count]) => count)),
    failures: sums(refreshes.filter(([{ error }]) => error !== NO_ERROR).map(by('error'))),
    awsCalls: sums(all.flatMap((stats) => [...stats.calls]).map(by('operation'))),
    throttled: total(all.map(({ throttled }) => throttled)),
    changes: total(all.map(({ changes }) => changes)),
    staleReads: total(all.map(({ staleReads }) => staleReads)),
    recoveries: { succeeded: recoveries.succeeded ?? 0, failed: recoveries.failed ?? 0 },
    events: {
      received: total(events.map(([, count]) => count)),
      ignored: total(events.map(([{ outcome }, count]) => (outcome === ACTED_ON ? 0 : count))),
    },
    fleet: { ...fleet },
  };
};

const by =
  <Label extends string>(label: Label) =>
  ([labels, count]: readonly [Readonly<Record<Label, string>>, number]): readonly [string, number] => [
    labels[label],
    count,
  ];

const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

const sums = (counts: readonly (readonly [string, number])[]): Readonly<Record<string, number>> => {
  const summed = new Map<string, number>();
  for (const [label, count] of counts) summed.set(label, (summed.get(label) ?? 0) + count);
  return Object.fromEntries(summed);
};
