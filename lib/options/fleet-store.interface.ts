/**
 * How fast something may happen in a fleet.
 *
 * @publicApi
 */
export interface FleetPaceLimit {
  /** Milliseconds from one call to the next, in the long run. */
  readonly interval: number;
  /** How many calls may follow each other at once after a pause. */
  readonly burst: number;
  /** The longest time that a call may be made to wait, in milliseconds. */
  readonly longest: number;
}

/**
 * What hears of a channel.
 *
 * @publicApi
 */
export interface FleetListener {
  /**
   * A message has come.
   *
   * @param sequence the number that `publish()` counted for it
   */
  message(message: string, sequence: number): void;
  /** The connection was lost. A store that cannot tell never calls it. */
  disconnected(): void;
  /** The connection was lost and is there again: messages may have been missed. */
  reconnected(): void;
}

/**
 * What is asked of an entry that the fleet shares.
 *
 * @publicApi
 */
export interface FleetQuestion {
  /** The entry. */
  readonly key: string;
  /** The value has to be younger, in milliseconds; 0 for none that was fetched before. */
  readonly maxAge: number;
  /** Or else the value has to be fetched with a later ticket than this one, whatever its age. */
  readonly after?: number | undefined;
}

/**
 * What a process gets of an entry: its value, a lease to fetch it, or the lease of another process to wait for.
 *
 * @publicApi
 */
export type FleetAnswer =
  | {
      readonly kind: 'value';
      /** The ticket that it was fetched with. */
      readonly ticket: number;
      /** How long ago its fetch began, in milliseconds, by the clock of the store. */
      readonly age: number;
      /** What was stored. */
      readonly text: string;
    }
  | {
      readonly kind: 'lease';
      /**
       * The number of the fetch: above those of all fetches that began before, also of those that the store has forgotten. A time
       * in microseconds is one.
       */
      readonly ticket: number;
    }
  | {
      readonly kind: 'wait';
      /** For how many milliseconds another process may fetch. */
      readonly wait: number;
      /** The last ticket that was given. */
      readonly last: number;
    };

/**
 * Who takes entries, and for how long.
 *
 * @publicApi
 */
export interface FleetLease {
  /** The process. */
  readonly token: string;
  /** How long it may fetch, in milliseconds. */
  readonly lease: number;
  /** How long an entry is kept at least, in milliseconds. */
  readonly keep: number;
}

/**
 * What was fetched with a lease.
 *
 * @publicApi
 */
export interface FleetValue {
  /** The entry. */
  readonly key: string;
  /** The ticket that it was fetched with. */
  readonly ticket: number;
  /** How long ago the fetch began, in milliseconds. */
  readonly age: number;
  /** How long the entry is kept, in milliseconds. */
  readonly keep: number;
  /** What to store; empty if only the lease ends. */
  readonly text: string;
}

/**
 * What a fleet shares, where it is neither Redis nor Valkey. Each method may fail or hang: the cache waits no longer than its
 * `timeout`, and goes on without the fleet.
 *
 * `fleetStoreContract()` of `nestjs-ssm-cache/testing` checks one.
 *
 * @publicApi
 */
export interface FleetStore {
  /**
   * Keeps a place for one call of the fleet, by the clock of the store.
   *
   * @param key what is limited
   * @returns how many milliseconds the call has to wait; `undefined`, and no place, where that is longer than `longest`
   */
  pace(key: string, limit: FleetPaceLimit): Promise<number | undefined>;

  /**
   * Sends a message to all that have subscribed, and counts it: the number of a message is one above that of the message
   * before it.
   */
  publish(channel: string, message: string): Promise<void>;

  /** The number of the last message; 0 where there was none. */
  sequence(channel: string): Promise<number>;

  /**
   * Hears of messages from the time at which the promise is fulfilled.
   *
   * @param signal ends that, also before the promise is fulfilled
   */
  subscribe(channel: string, listener: FleetListener, signal: AbortSignal): Promise<void>;

  /**
   * Takes values that are young enough, or leases to fetch them: of those who ask at once for an entry without a value, one gets
   * the lease. All keys begin alike up to a `}`.
   *
   * @returns an answer for each question, in their order
   */
  take(questions: readonly FleetQuestion[], lease: FleetLease): Promise<readonly FleetAnswer[]>;

  /**
   * Stores what was fetched, and ends the leases of `token`. What comes too late is not stored: its ticket is below that of what
   * is stored, or the entry was dropped since the ticket was given.
   */
  put(values: readonly FleetValue[], token: string): Promise<void>;

  /** Deletes what is stored. No ticket that was given until now can store. */
  drop(key: string, keep: number): Promise<void>;
}
