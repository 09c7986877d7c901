/**
 * A client of ioredis or iovalkey, or of a cluster.
 *
 * @publicApi
 */
export interface IoredisLike {
  /** Sends a command. */
  call(command: string, ...args: string[]): Promise<unknown>;
  /** Another client with the same configuration. */
  duplicate(): unknown;
}

/**
 * A client of node-redis.
 *
 * @publicApi
 */
export interface NodeRedisLike {
  /** Sends a command. */
  sendCommand(args: string[]): Promise<unknown>;
  /** Another client with the same configuration. */
  duplicate(): unknown;
}

/**
 * A cluster of node-redis.
 *
 * @publicApi
 */
export interface NodeRedisClusterLike {
  /** Sends a command to the node that has a key. */
  sendCommand(
    firstKey: string | undefined,
    isReadonly: boolean | undefined,
    args: string[],
  ): Promise<unknown>;
  /** Another client with the same configuration. */
  duplicate(): unknown;
  /** The nodes that can be written to. */
  readonly masters: readonly unknown[];
}

/**
 * A client of valkey-glide, or of a cluster.
 *
 * @publicApi
 */
export interface GlideLike {
  /** Sends a command. */
  customCommand(args: string[]): Promise<unknown>;
}

/**
 * A client of Redis or Valkey that the application has.
 *
 * @publicApi
 */
export type FleetClient = IoredisLike | NodeRedisLike | NodeRedisClusterLike | GlideLike;

/** What tells the clients apart. */
export type FleetClientKind = 'ioredis' | 'node-redis' | 'node-redis cluster' | 'valkey-glide';

const has = (client: object, method: string): boolean =>
  typeof (client as Readonly<Record<string, unknown>>)[method] === 'function';

/** Which client it is; `undefined` for none that is known. ioredis has a `sendCommand()` of another meaning. */
export const fleetClientKind = (client: object): FleetClientKind | undefined => {
  if (has(client, 'customCommand')) return 'valkey-glide';
  if (has(client, 'call')) return 'ioredis';
  if (!has(client, 'sendCommand')) return undefined;
  return 'masters' in client ? 'node-redis cluster' : 'node-redis';
};

const STORE_METHODS = ['pace', 'publish', 'sequence', 'subscribe', 'take', 'put', 'drop'];

export const isFleetStore = (client: object): boolean => STORE_METHODS.every((method) => has(client, method));
