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
  /** Whether messages of other processes are heard; `off` before the first read, and once the cache is closed. */
  readonly messages: 'listening' | 'failing' | 'off';
}

/**
 * What one process and its fleet have done for each other. All numbers are 0 without a fleet.
 *
 * @publicApi
 */
export interface SsmFleetStats {
  /** Messages that were sent. */
  readonly sent: number;
  /** Messages of other processes. */
  readonly received: number;
  /** How often messages may have been missed, so that all that is held is looked at again. */
  readonly gaps: number;
  /** Calls to AWS that waited for their turn. */
  readonly paced: number;
  /** Values that another process had fetched. */
  readonly hits: number;
  /** Values that were asked for in the fleet, and that this process fetched from AWS. */
  readonly misses: number;
  /** Values that are shared, and were fetched from AWS since Redis or the key of the fleet was not there. */
  readonly bypassed: number;
  /** Stored values that could not be decrypted; they are among the misses. */
  readonly unreadable: number;
  /** How often Redis stopped answering. */
  readonly failures: number;
}
