/**
 * How one process stands to its fleet. It makes no difference to the status of the cache: values are read without a fleet, too.
 *
 * @publicApi
 */
export interface SsmFleetHealth {
  /** What is shared. */
  readonly share: 'signals' | 'values';
  /** Whether Redis answers. While it is `down`, values are read without the fleet. */
  readonly store: 'up' | 'down';
  /** When Redis stopped answering. */
  readonly since?: Date;
  /** Whether messages of other processes are heard; `off` while the cache starts, and once it is closed. */
  readonly messages: 'listening' | 'failing' | 'off';
}

/**
 * What one process and its fleet have done for each other. All numbers are 0 without a fleet.
 *
 * @publicApi
 */
export interface SsmFleetStats {
  /** How many messages were sent. */
  readonly sent: number;
  /** How many messages of other processes were heard. */
  readonly received: number;
  /** How often messages may have been missed, so that all that is held is looked at again. */
  readonly gaps: number;
  /** How many calls to AWS waited for their turn. */
  readonly paced: number;
  /** How many values another process had fetched. */
  readonly hits: number;
  /** How many values were asked for in the fleet, and fetched from AWS by this process. */
  readonly misses: number;
  /** How many values are shared, and were fetched from AWS since Redis, the key or the cipher was not there. */
  readonly bypassed: number;
  /** How many stored values could not be decrypted; they are among the misses. */
  readonly unreadable: number;
  /** How often Redis stopped answering. */
  readonly failures: number;
}

/** What is counted, while it is counted. */
export type FleetTally = { -readonly [Count in keyof SsmFleetStats]: SsmFleetStats[Count] };

export const makeFleetTally = (): FleetTally => ({
  sent: 0,
  received: 0,
  gaps: 0,
  paced: 0,
  hits: 0,
  misses: 0,
  bypassed: 0,
  unreadable: 0,
  failures: 0,
});
