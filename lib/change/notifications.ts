import type { CacheRuntime } from '../runtime/cache-runtime.js';
import type {
  SsmIgnoredEvent,
  SsmIgnoredReason,
  SsmNotification,
} from '../runtime/notification.interface.js';
import type { Reaction } from './changed-units.js';
import type { Announcement } from './events/announcement.interface.js';
import { opened, type Opened } from './events/envelopes.js';
import { identified } from './events/identify.js';
import { RecentIds } from './recent-ids.js';

/** What became of one message. */
export interface Taken extends SsmNotification {
  /** Fulfilled when what it names has been refreshed, with whether AWS has answered. Never rejects. */
  readonly refreshed: Promise<boolean>;
}

/** Has all that an announcement names refreshed in `delay` milliseconds. */
export type React = (announcement: Announcement, delay: number) => readonly Reaction[];

interface Outcome {
  readonly names: readonly string[];
  readonly ignored: readonly SsmIgnoredEvent[];
  readonly refreshed: Promise<boolean>;
  /** In milliseconds. */
  readonly age?: number | undefined;
}

const ANSWERED = Promise.resolve(true);

/** Takes events in, in whatever they come. */
export class Notifications {
  readonly #recent = new RecentIds();

  constructor(
    private readonly react: React,
    private readonly runtime: Pick<CacheRuntime, 'clock' | 'random' | 'events'>,
    /** The greatest delay of a refresh, in milliseconds. */
    private readonly spread: number,
  ) {}

  /** A random time within the spread, for what comes together. */
  drawDelay(): number {
    return this.runtime.random() * this.spread;
  }

  /** What was given is due when this returns. */
  take(given: unknown, delay = this.drawDelay()): Taken {
    const outcomes = opened(given).map((one) => this.#takeOne(one, delay));
    const taken = {
      names: [...new Set(outcomes.flatMap(({ names }) => names))],
      ignored: outcomes.flatMap((one) => one.ignored),
    };
    const ages = outcomes.flatMap(({ age }) => age ?? []);
    this.runtime.events.notified?.({ ...taken, count: outcomes.length, ages });
    return { ...taken, refreshed: allOf(outcomes) };
  }

  #takeOne({ event, id }: Opened, delay: number): Outcome {
    const announcement = event === undefined ? 'malformed' : identifiedSafely(event);
    if (typeof announcement === 'string') return ignored(id, announcement);
    // A message that comes again may do so while its refresh is under way, which can still fail.
    const known = this.#recent.get(id);
    if (known !== undefined) return ignored(id, 'duplicate', known);
    const reactions = this.react(announcement, delay);
    const names = reactions.flatMap((reaction) => reaction.names);
    const refreshed = allOf(reactions);
    this.#recent.add(id, refreshed);
    if (names.length === 0) {
      const isElsewhere = reactions.some((reaction) => reaction.isElsewhere);
      return ignored(id, isElsewhere ? 'other account' : 'not held');
    }
    return { names, ignored: [], refreshed, age: this.#ageOf(announcement) };
  }

  #ageOf({ at }: Announcement): number | undefined {
    return at === undefined ? undefined : Math.max(0, this.runtime.clock.now().wall - at);
  }
}

const ignored = (id: string | undefined, reason: SsmIgnoredReason, refreshed = ANSWERED): Outcome => ({
  names: [],
  ignored: [{ id, reason }],
  refreshed,
});

const allOf = (parts: readonly { readonly refreshed: Promise<boolean> }[]): Promise<boolean> =>
  Promise.all(parts.map(({ refreshed }) => refreshed)).then((answered) => answered.every(Boolean));

/** What throws when it is looked at is no event. */
const identifiedSafely = (event: Parameters<typeof identified>[0]): ReturnType<typeof identified> => {
  try {
    return identified(event);
  } catch {
    return 'malformed';
  }
};
