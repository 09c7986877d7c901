import type { ValueState } from '../engine/entry-view.state.js';
import type { SsmFleetHealth } from '../runtime/fleet-stats.js';

/**
 * How `cache.health()` judges.
 *
 * @example
 * ```ts
 * cache.health({ staleAfter: 600, names: true });
 * ```
 *
 * @publicApi
 */
export interface SsmCacheHealthOptions {
  /**
   * Seconds: how far past its max age a value that cannot be refreshed may be before the cache is `degraded`. One throttled
   * call is then no news. @default 60
   */
  staleAfter?: number;
  /** If "true", `problems` lists the names that are in trouble. @default false */
  names?: boolean;
}

/**
 * What a cache says of itself without calling AWS.
 *
 * @publicApi
 */
export interface SsmCacheHealth {
  /**
   * - `down`: something that the application declares has no usable value, or the cache is closed.
   * - `degraded`: a value is served past its max age since it cannot be refreshed; a newer version was rejected; AWS refuses a
   *   value; or AWS says that something declared no longer exists.
   * - `up`: everything else.
   */
  readonly status: 'up' | 'degraded' | 'down';
  /** How many parameters, secrets and paths it knows. */
  readonly entries: number;
  /** How many are served `staleAfter` seconds past their max age, since they cannot be refreshed. */
  readonly stale: number;
  /** How many AWS refuses. */
  readonly refused: number;
  /** How many have a newer version that fails its transform or schema. */
  readonly rejected: number;
  /** How many failed in their last refresh, for whatever reason. */
  readonly failing: number;
  /** Seconds since the oldest value was fetched; `undefined` without values. */
  readonly oldestAge: number | undefined;
  /** The code of the most telling failure, such as `SSM_CACHE_REFRESH`. */
  readonly lastError: string | undefined;
  /** The clients that were used so far, and whether AWS answers them. */
  readonly clients: readonly SsmClientHealth[];
  /**
   * Whether the queue of `events.queueUrl` tells of changes; `off` without one, and before and after the application runs. It
   * makes no difference to `status`: values are refreshed by their max age all the same.
   */
  readonly events: 'listening' | 'failing' | 'off';
  /** How this process stands to its fleet, if there is one. It makes no difference to `status`. */
  readonly fleet?: SsmFleetHealth;
  /** What is in trouble, by name, if it was asked for. */
  readonly problems?: readonly SsmHealthProblem[];
}

/**
 * Whether one client is answered.
 *
 * @publicApi
 */
export interface SsmClientHealth {
  /** `ssm`, `secretsmanager`, or a source of an extension. */
  readonly source: string;
  /** `default`, or the name in the option `clients`. */
  readonly client: string;
  /** The region of the ARNs that it reads, where it is not the client's own. */
  readonly region?: string;
  /** `hanging`: its calls go without an answer. `failing`: they fail. A refusal of AWS is an answer: the client is `up`. */
  readonly status: 'up' | 'failing' | 'hanging';
  /** When the first call began that went without an answer. */
  readonly since?: Date;
  /** The name of the last error, such as `ThrottlingException`, `ECONNREFUSED`, or `TimeoutError` where nothing came. */
  readonly lastError?: string;
}

/**
 * A value in trouble.
 *
 * @publicApi
 */
export interface SsmHealthProblem {
  /** The parameter, secret or path, with its selector. */
  readonly name: string;
  /** `ssm`, `secretsmanager`, or a source of an extension. */
  readonly source: string;
  /** `default`, or the name in the option `clients`. */
  readonly client: string;
  /** Where the value stands. */
  readonly state: ValueState;
  /** The code of what its last refresh failed with. */
  readonly error: string;
  /** When the first refresh began that has failed since the last one that succeeded. */
  readonly since: Date | undefined;
}
