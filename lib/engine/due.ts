import type { CacheRuntime } from '../runtime/cache-runtime.js';
import { after, IN_THE_PAST, isBefore, type Stamp } from '../runtime/clock.js';
import { withoutContext } from '../runtime/no-context.js';
import type { EntryView } from './entry-view.js';
import type { RefreshUnit } from './refresh-unit.js';

/** How far apart refreshes are that nobody asks for, in milliseconds, where the max age is as good as none. */
const SHORTEST_INTERVAL = 100;

const NEVER: Stamp = { wall: Infinity, monotonic: Infinity };

/** The first moment at which a view may be due, so that no view has to be looked at before it. */
export class DueTime {
  #at: Stamp = IN_THE_PAST;

  isReached(now: Stamp): boolean {
    return !isBefore(now, this.#at);
  }

  /** Takes note that something is due at `at`, by each of the two clocks. */
  bringForward(at: Stamp): void {
    const { wall, monotonic } = this.#at;
    if (at.wall < wall || at.monotonic < monotonic) this.#at = earlier(this.#at, at);
  }

  /** Begins again with what is due at each of `moments`. */
  reset(moments: Iterable<Stamp>): void {
    this.#at = NEVER;
    for (const moment of moments) this.bringForward(moment);
  }
}

const earlier = (one: Stamp, other: Stamp): Stamp => ({
  wall: Math.min(one.wall, other.wall),
  monotonic: Math.min(one.monotonic, other.monotonic),
});

interface Alarm {
  /** By the monotonic clock. */
  readonly at: number;
  readonly cancel: () => void;
}

/**
 * Refreshes what is due although nobody reads it: what asks for it, and what is listened to. One timer waits for the first of
 * all due times, and keeps no process alive. What a back-off pauses is due when that ends.
 */
export class BackgroundRefresh {
  #alarm: Alarm | undefined;

  constructor(
    private readonly runtime: Pick<CacheRuntime, 'clock' | 'scheduler' | 'closed'>,
    private readonly views: () => Iterable<EntryView<unknown>>,
  ) {}

  /** Takes note of when each of `views` is due next. */
  note(views: Iterable<EntryView<unknown>>): void {
    for (const view of views) if (isKeptFresh(view)) this.#wakeAt(refreshAt(view));
  }

  /** Refreshes what is kept fresh of `units` at once, since it has changed. */
  hurry(units: ReadonlySet<RefreshUnit>): void {
    if (units.size === 0) return;
    this.#load([...this.views()].filter((view) => isKeptFresh(view) && units.has(view.unit)));
  }

  close(): void {
    this.#alarm?.cancel();
    this.#alarm = undefined;
  }

  #wakeAt({ wall, monotonic }: Stamp): void {
    if (this.runtime.closed.aborted) return;
    const now = this.runtime.clock.now();
    const wait = Math.max(0, Math.min(wall - now.wall, monotonic - now.monotonic));
    const at = now.monotonic + wait;
    if (at === Infinity || (this.#alarm !== undefined && this.#alarm.at <= at)) return;
    this.#alarm?.cancel();
    const wake = (): void => this.#wake();
    const cancel = withoutContext(() => this.runtime.scheduler.after(Math.ceil(wait), wake, false));
    this.#alarm = { at, cancel };
  }

  #wake(): void {
    this.#alarm = undefined;
    const now = this.runtime.clock.now();
    const due: EntryView<unknown>[] = [];
    for (const view of this.views()) {
      if (!isKeptFresh(view)) continue;
      const at = refreshAt(view);
      if (isBefore(now, at)) this.#wakeAt(at);
      else due.push(view);
    }
    this.#load(due);
  }

  #load(views: readonly EntryView<unknown>[]): void {
    for (const view of views) void withoutContext(() => view.load());
  }
}

/** When a view that was loaded has to be looked at next: when it expires, or when the back-off ends. */
export const dueAt = ({ isExpired, held, unit }: EntryView<unknown>): Stamp =>
  (isExpired ? unit.record.backOff.end : held?.freshUntil) ?? IN_THE_PAST;

/** Whether `view` is refreshed when it is due although nobody reads it. */
const isKeptFresh = ({ wasLoaded, policy, unit, listeners }: EntryView<unknown>): boolean =>
  wasLoaded && (policy.isBackground || unit.hasListeners || (listeners?.size ?? 0) > 0);

/** When `view` is refreshed although nobody reads it; never while it is being refreshed. */
const refreshAt = ({ unit, held, policy }: EntryView<unknown>): Stamp => {
  if (unit.isRefreshing) return NEVER;
  const due = unit.record.backOff.end ?? held?.freshUntil ?? IN_THE_PAST;
  if (unit.startedAt === undefined) return due;
  const first = after(unit.startedAt, Math.max(policy.minRefreshInterval, SHORTEST_INTERVAL));
  return { wall: Math.max(due.wall, first.wall), monotonic: Math.max(due.monotonic, first.monotonic) };
};
