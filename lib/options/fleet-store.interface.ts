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
  /** The connection was lost and is there again: messages may have been missed. */
  reconnected(): void;
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
}
