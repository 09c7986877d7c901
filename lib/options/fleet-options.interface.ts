import type { FleetClient } from './fleet-client.js';
import type { FleetStore } from './fleet-store.interface.js';

/**
 * How the processes of an application work together, through Redis or Valkey. No value leaves a process: messages hold
 * hashes of names and of versions.
 *
 * @example
 * ```ts
 * SsmCacheModule.forRoot({ fleet: { client: new Redis(process.env.REDIS_URL!), namespace: 'shop-prod' } });
 * ```
 *
 * @publicApi
 */
export interface SsmFleetOptions {
  /**
   * A client of ioredis, iovalkey, node-redis or valkey-glide, or of a cluster; or a store of your own. The cache never
   * closes it.
   */
  client: FleetClient | FleetStore;

  /**
   * A client of the same kind for messages, which sends no other commands. The cache never closes it. Needed for valkey-glide.
   *
   * @default a duplicate of `client`, which the cache closes
   */
  subscriber?: FleetClient | undefined;

  /** The application and its environment: processes of one namespace form a fleet. 1 to 64 letters, digits, `_`, `.` or `-`. */
  namespace: string;

  /**
   * How long an answer of Redis is waited for, in seconds, above 0 and at most 60. The cache then goes on without the fleet.
   *
   * @default 0.25
   */
  timeout?: number | undefined;

  /**
   * How many calls a second to Parameter Store the fleet allows itself, for each client: above 0, or `false` for no limit.
   * AWS allows 40 by default, for the whole account.
   *
   * @default 30
   */
  pace?: number | false | undefined;
}
