import { InvalidClientError, type SsmCacheError } from '../../errors/index.js';
import { unknownClientMessage } from '../../errors/errors.messages.js';
import { answerOfClient, ofClient } from '../of-client.js';
import { refusing, Router, type Fetcher, type SourceOf } from '../source-router.js';
import {
  DEFAULT_CLIENT,
  type Answer,
  type FetchRequest,
  type Permission,
  type Reference,
  type Source,
} from '../source.interface.js';
import type { CallTrouble, ClientCalls } from '../calls/client-calls.js';
import type { LazyClient } from './lazy-client.js';

/** Whether one client of a service is answered. */
export interface ClientReport {
  readonly source: string;
  readonly client: string;
  /** The region, where it is not the client's own. */
  readonly region: string | undefined;
  readonly trouble: CallTrouble | undefined;
}

/** One client of a service, with all that is counted for it alone: calls in flight, their pace, batches, what it cannot do. */
export interface Lane {
  readonly client: string;
  readonly sourceOf: SourceOf;
  readonly calls: ClientCalls;
  /** The region, where it is not the client's own. */
  readonly region?: string;
  /** The client, where it was made here, so that another one like it can be made for another region. */
  readonly made: LazyClient | undefined;
  /** The region that the client asks in, as far as it is known. */
  readonly ownRegion: () => string | undefined;
}

const ARN = /^arn:[^:]*:(?:ssm|secretsmanager):([^:]+):/;

/**
 * One service, by all the clients that there are. An ARN of another region is read in that region, by a client that is made
 * like the one it names, unless that one is somebody's own.
 */
export class ClientLanes extends Router implements Source {
  readonly #regional = new Map<string, Lane>();
  readonly #waiting = new Map<string, Fetcher>();
  /** The ends of the starts that go on. */
  readonly #starts = new Set<Promise<void>>();
  /** Answers references that somebody made without the options of a value, which know the clients. */
  readonly #unknown = refusing(({ client, fullName }) => {
    const message = unknownClientMessage(fullName, client, [...this.lanes.keys()]);
    return new InvalidClientError(message, { names: [fullName] });
  });

  constructor(
    readonly name: string,
    private readonly lanes: ReadonlyMap<string, Lane>,
    private readonly makeLane: (client: string, made: LazyClient) => Lane,
  ) {
    super((reference) => this.#fetcherFor(reference));
  }

  override fetch(requests: readonly FetchRequest[]): readonly Promise<Answer>[] {
    return super.fetch(requests).map((answer, index) => {
      const { client } = (requests[index] as FetchRequest).reference;
      const isNamed = client !== DEFAULT_CLIENT && this.lanes.has(client);
      return isNamed ? answerOfClient(client, answer) : answer;
    });
  }

  permissions(reference: Reference): readonly Permission[] {
    return this.lanes.get(reference.client)?.sourceOf(reference).permissions?.(reference) ?? [];
  }

  /** The region that a client asks in; `undefined` as long as it is not known. */
  regionOf(client: string): string | undefined {
    return this.lanes.get(client)?.ownRegion();
  }

  /** Repeats calls that fail in a way that may pass, at the pace that AWS allows each client, until a start has ended. */
  repeatUntil(ended: Promise<void>): void {
    this.#starts.add(ended);
    for (const { calls } of this.#all) void calls.repeatUntil(ended);
    void ended.then(() => this.#starts.delete(ended));
  }

  troubleOf(reference: Reference): SsmCacheError | undefined {
    for (const { client, calls } of this.#all) {
      const trouble = calls.troubleOf(reference);
      if (trouble !== undefined) return ofClient(trouble, { client });
    }
    return undefined;
  }

  /** What the clients that were used so far are answered. Calls nothing. */
  get reports(): readonly ClientReport[] {
    return this.#all.flatMap(({ client, region, calls }) =>
      calls.isUsed ? [{ source: this.name, client, region, trouble: calls.trouble }] : [],
    );
  }

  /** Destroys the clients that were made for other regions. */
  close(): void {
    for (const { made } of this.#regional.values()) made?.destroy();
  }

  get #all(): readonly Lane[] {
    return [...this.lanes.values(), ...this.#regional.values()];
  }

  #fetcherFor(reference: Reference): Fetcher {
    const { client, name } = reference;
    const lane = this.lanes.get(client);
    if (lane === undefined) return this.#unknown;
    const region = ARN.exec(name)?.[1];
    if (region === undefined || lane.made === undefined) return lane.sourceOf(reference);
    const own = lane.made.knownRegion;
    if (own !== undefined) return this.#laneIn(region, own, lane, lane.made).sourceOf(reference);
    return this.#onceRegionIsKnown(region, lane, lane.made);
  }

  #laneIn(region: string, own: string, lane: Lane, made: LazyClient): Lane {
    if (region === own) return lane;
    const key = JSON.stringify([lane.client, region]);
    const known = this.#regional.get(key);
    if (known !== undefined) return known;
    const regional = { ...this.makeLane(lane.client, made.inRegion(region)), region };
    for (const ended of this.#starts) void regional.calls.repeatUntil(ended);
    this.#regional.set(key, regional);
    return regional;
  }

  /** A region that cannot be found out is the client's own failure, which its calls tell of. */
  #onceRegionIsKnown(region: string, lane: Lane, made: LazyClient): Fetcher {
    const key = JSON.stringify([lane.client, region]);
    const known = this.#waiting.get(key);
    if (known !== undefined) return known;
    const fetcher: Fetcher = {
      fetch: (requests) => {
        const answers = made.region().then(
          (own) => new Router(this.#laneIn(region, own, lane, made).sourceOf).fetch(requests),
          () => new Router(lane.sourceOf).fetch(requests),
        );
        return requests.map(async (_request, index) => (await answers)[index] as Promise<Answer>);
      },
    };
    this.#waiting.set(key, fetcher);
    return fetcher;
  }
}
