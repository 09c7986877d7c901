import type { Strategy } from '../environment/rotation-settings.js';

/** One run of the service under load. */
export interface Turn {
  readonly pending: boolean;
  readonly strategy: Strategy;
  /** Seconds from the new password in PostgreSQL to AWSCURRENT on it. */
  readonly window: number;
  readonly rotations: number;
  /** Requests a second. */
  readonly perSecond: number;
}

export interface TurnResult {
  readonly latencies: readonly number[];
  readonly failures: readonly string[];
  readonly rotations: number;
  readonly keyRotations: number;
  /** For each rotation, how often the cache read the secret from it until the next one. */
  readonly reads: readonly number[];
}
