import type { FleetCipher } from './fleet-cipher.interface.js';
import type { FleetClient } from './fleet-client.js';
import type { FleetStore } from './fleet-store.interface.js';

/**
 * A key of 32 bytes: bytes, base64 text, or a handle that gives one of these. The handle is one of another cache, which reads it from
 * AWS; `undefined` is left out, as for an optional secret.
 *
 * @publicApi
 */
export type FleetKey = Uint8Array | string | { get(): Promise<Uint8Array | string | undefined> };

/**
 * How the processes of an application work together, through Redis or Valkey. Messages hold hashes of
 * names and of versions. No value leaves a process, unless `share` is `'values'`.
 *
 * @example
 * ```ts
 * SsmCacheModule.forRoot({ fleet: { client: new Redis(process.env.REDIS_URL!), namespace: 'shop-prod' } });
 * ```
 *
 * @example
 * ```ts
 * new SsmCache({ fleet: { client, subscriber, namespace: 'shop-prod', share: 'values', keys: [key], timeout: 0.1, pace: 20 } });
 * ```
 *
 * @example
 * ```ts
 * new SsmCache({ fleet: { client, namespace: 'shop-prod', share: 'values', cipher: { encrypt, decrypt } } });
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
   * What is shared. `'signals'`: that something has changed, and the pace. `'values'`: also the values, encrypted with `keys` or by
   * `cipher`, so that one process fetches what all of them read.
   *
   * @default 'signals'
   */
  share?: 'signals' | 'values' | undefined;

  /**
   * The keys of the values, for `share: 'values'`. The first one encrypts, all of them decrypt: add the next key as the second one
   * everywhere, then put it first everywhere, then remove the old one.
   *
   * @default none
   */
  keys?: readonly FleetKey[] | undefined;

  /**
   * What encrypts the values instead of `keys`.
   *
   * @default AES-256-GCM with `keys`
   */
  cipher?: FleetCipher | undefined;

  /**
   * How long an answer of Redis or of `cipher` is waited for, in seconds, above 0 and at most 60. The cache then goes on without
   * the fleet. A handle in `keys` is waited for as long, and its last key is used then. Its first key may take half of
   * `refreshTimeout`.
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
