import { fleetClientKind, type FleetClient } from '../options/fleet-client.js';
import { checkFleetClients } from '../options/fleet-checks.js';
import type {
  FleetAnswer,
  FleetLease,
  FleetListener,
  FleetPaceLimit,
  FleetQuestion,
  FleetStore,
  FleetValue,
} from '../options/fleet-store.interface.js';
import type { GlideLike, IoredisLike, NodeRedisClusterLike, NodeRedisLike } from '../options/fleet-client.js';
import type { Connection } from './clients/connection.interface.js';
import { GlideConnection } from './clients/glide-connection.js';
import { IoredisConnection } from './clients/ioredis-connection.js';
import { NodeRedisConnection } from './clients/node-redis-connection.js';
import { dropScript } from './scripts/drop.script.js';
import { paceScript } from './scripts/pace.script.js';
import { putScript } from './scripts/put.script.js';
import { takeScript } from './scripts/take.script.js';
import { publishScript } from './scripts/publish.script.js';
import type { Script } from './scripts/script.js';

/** What a fleet shares, in Redis or Valkey. */
export class RedisFleetStore implements FleetStore {
  constructor(private readonly connection: Connection) {}

  async pace(key: string, { interval, burst, longest }: FleetPaceLimit): Promise<number | undefined> {
    const wait = Number(await this.#run(paceScript, [key], [interval, burst, longest]));
    return wait < 0 ? undefined : wait;
  }

  async publish(channel: string, message: string): Promise<void> {
    await this.#run(publishScript, [sequenceKey(channel)], [channel, message]);
  }

  async sequence(channel: string): Promise<number> {
    const key = sequenceKey(channel);
    return Number((await this.connection.send(key, ['get', key])) ?? 0);
  }

  subscribe(channel: string, listener: FleetListener, signal: AbortSignal): Promise<void> {
    return this.connection.subscribe(
      channel,
      (text) => {
        // Some clients still give what they had received when the subscription ended.
        if (signal.aborted) return;
        const space = text.indexOf(' ');
        const sequence = Number(text.slice(0, space));
        if (space > 0 && Number.isSafeInteger(sequence)) listener.message(text.slice(space + 1), sequence);
      },
      listener,
      signal,
    );
  }

  async take(
    questions: readonly FleetQuestion[],
    { token, lease, keep }: FleetLease,
  ): Promise<readonly FleetAnswer[]> {
    const args = questions.flatMap(({ maxAge, after = -1 }) => [Math.min(maxAge, LONGEST_AGE), after]);
    const keys = questions.map(({ key }) => key) as [string, ...string[]];
    const answers = (await this.#run(takeScript, keys, [token, lease, keep, ...args])) as readonly Taken[];
    return answers.map(answerOf);
  }

  async put(values: readonly FleetValue[], token: string): Promise<void> {
    const args = values.flatMap(({ ticket, age, keep, text }) => [
      ticket,
      Math.ceil(age),
      Math.ceil(keep),
      text,
    ]);
    const keys = values.map(({ key }) => key) as [string, ...string[]];
    await this.#run(putScript, keys, [token, ...args]);
  }

  async drop(key: string, keep: number): Promise<void> {
    await this.#run(dropScript, [key], [keep]);
  }

  /** The whole script each time: a server that was restarted, or another node, does not know it by its digest. */
  #run(
    { text }: Script,
    keys: readonly [string, ...string[]],
    args: readonly (string | number)[],
  ): Promise<unknown> {
    const all = [String(keys.length), ...keys, ...args.map(String)];
    return this.connection.send(keys[0], ['eval', text, ...all]);
  }
}

/** What the script answers: some clients give text as bytes. */
type Taken = readonly [kind: unknown, first: unknown, second?: unknown, text?: unknown];

/** Lua has no Infinity in text. */
const LONGEST_AGE = 1e15;

const answerOf = ([kind, first, second, text]: Taken): FleetAnswer => {
  if (String(kind) === 'value')
    return { kind: 'value', ticket: Number(first), age: Number(second), text: String(text) };
  if (String(kind) === 'lease') return { kind: 'lease', ticket: Number(first) };
  return { kind: 'wait', wait: Number(first), last: Number(second) };
};

/** The counter has the hash tag of the channel. */
const sequenceKey = (channel: string): string => `${channel}:n`;

/** @param client one that the options of a fleet may have */
export const connectionOf = (client: FleetClient, subscriber: FleetClient | undefined): Connection => {
  const kind = fleetClientKind(client);
  if (kind === 'valkey-glide') return new GlideConnection(client as GlideLike, subscriber as GlideLike);
  if (kind === 'ioredis') return new IoredisConnection(client as IoredisLike, subscriber as IoredisLike);
  type NodeRedis = NodeRedisLike | NodeRedisClusterLike;
  const [own, other] = [client as NodeRedis, subscriber as NodeRedis | undefined];
  return new NodeRedisConnection(own, other, kind === 'node-redis cluster');
};

/**
 * What a fleet shares in Redis or Valkey, as a store: to wrap it, or to check it.
 *
 * @param client of ioredis, iovalkey, node-redis or valkey-glide, or a cluster
 * @param subscriber for messages, of the same kind; by default a duplicate of `client`. valkey-glide needs one
 * @throws `InvalidDeclarationError` for anything else
 *
 * @example
 * ```ts
 * const store = redisFleetStore(new Redis(process.env.REDIS_URL!));
 * SsmCacheModule.forRoot({ fleet: { client: store, namespace: 'shop-prod' } });
 * ```
 *
 * @publicApi
 */
export const redisFleetStore = (client: FleetClient, subscriber?: FleetClient): FleetStore => {
  checkFleetClients(client, subscriber, 'redisFleetStore()');
  return new RedisFleetStore(connectionOf(client, subscriber));
};
