import { randomUUID } from 'node:crypto';
import { fleetFoundMessage, fleetLostMessage } from '../errors/errors.messages.js';
import type { FleetTally, SsmFleetHealth } from '../runtime/fleet-stats.js';
import type { ChangeSink } from '../options/extension.interface.js';
import type { SsmFleetOptions } from '../options/fleet-options.interface.js';
import type { FleetStore } from '../options/fleet-store.interface.js';
import { isPendingVersion, PENDING } from '../sources/secrets-manager/secret-change.js';
import type { PendingCall } from '../sources/calls/pending-call.js';
import type { Answer, FetchRequest, Reference, SourceChange } from '../sources/source.interface.js';
import type { BusMessage } from './bus-message.js';
import { Bus } from './bus.js';
import { Arrivals } from './values/arrivals.js';
import { CircuitBreaker } from './circuit-breaker.js';
import type { FleetRuntime } from './fleet-runtime.js';
import { HashedNames } from './hashed-names.js';
import { HeldNames, type News } from './held-names.js';
import { Pace } from './pace.js';
import { Suspects } from './suspects.js';

export const DEFAULT_TIMEOUT = 0.25;
const DEFAULT_PACE = 30;
/** What brings more changes at once, such as a listing, tells them without their versions, in few messages. */
const MOST_MESSAGES = 20;
const HASHES_PER_MESSAGE = 200;
/** What comes before the cache can be told of it. */
const MOST_WAITING = 1_000;

const REFUSED = 'SSM_CACHE_ACCESS_DENIED';

/** The format of keys and messages: versions of the package with another format share nothing. */
const FORMAT = 'ssm1';

/** A value that nobody refreshes is gone after this time, in milliseconds. */
const LONGEST_KEEP = 3_600_000;
/** So many entries are told in one message. */
const ENTRIES_PER_MESSAGE = 50;

type Options = Pick<SsmFleetOptions, 'namespace' | 'timeout' | 'pace'>;

/** What a member knows of its health. */
export type MemberHealth = Omit<SsmFleetHealth, 'share'>;

/** One process of a fleet. It tells the others what is new to it, and hears what was new to them. */
export class FleetMember {
  readonly #names: HashedNames;
  readonly #held: HeldNames;
  readonly #breaker: CircuitBreaker;
  readonly #bus: Bus;
  readonly #pace: Pace | undefined;
  readonly #suspects: Suspects;
  /** What starts the keys and channels of the fleet. Scripts of a cluster need keys of one slot, which braces make. */
  readonly #prefix: string;
  /** Who this process is. */
  readonly id = randomUUID();
  readonly #arrivals: Arrivals;
  #sink: ChangeSink | undefined;
  #waiting: SourceChange[] = [];
  #isTelling = false;

  constructor(
    store: FleetStore,
    { namespace, timeout = DEFAULT_TIMEOUT, pace = DEFAULT_PACE }: Options,
    runtime: FleetRuntime,
    readonly tally: FleetTally,
  ) {
    const { logger } = runtime;
    this.#names = new HashedNames(namespace);
    this.#held = new HeldNames(this.#names);
    this.#arrivals = new Arrivals(runtime);
    this.#prefix = `${FORMAT}:{${this.#names.hash('fleet')}}`;
    const channel = `${this.#prefix}:bus`;
    this.#breaker = new CircuitBreaker(runtime, {
      timeout: timeout * 1_000,
      probe: () => store.sequence(channel),
      onOpen: (reason, pause) => {
        this.tally.failures += 1;
        logger.warn(fleetLostMessage(namespace, reason, pause / 1_000));
      },
      onClose: () => {
        logger.log(fleetFoundMessage(namespace));
        this.#bus.resend();
      },
    });
    this.#suspects = new Suspects(runtime, this.#held, (reference) => this.#tell(changeOf(reference)));
    this.#bus = new Bus(store, this.#breaker, runtime, {
      namespace,
      channel,
      id: this.id,
      tally: this.tally,
      onMessage: (message) => this.#hear(message),
      onGap: () => this.#suspects.suspectAll(),
    });
    this.#pace =
      pace === false
        ? undefined
        : new Pace(store, this.#breaker, runtime, { callsPerSecond: pace, tally: this.tally });
  }

  asked(requests: readonly FetchRequest[]): void {
    this.#bus.start();
    for (const { reference, maxAge } of requests) this.#held.asked(reference, maxAge);
  }

  answered(reference: Reference, answer: Answer): void {
    this.#publish(this.#held.answered(reference, answer));
  }

  /** @returns whether AWS refuses it */
  failed(reference: Reference, error: unknown): boolean {
    if ((error as { readonly code?: unknown } | undefined)?.code !== REFUSED) return false;
    this.#publish(this.#held.refused(reference));
    return true;
  }

  /** Whether AWS refused it to this process when it answered last. */
  isRefused(reference: Reference): boolean {
    return this.#held.isRefused(reference);
  }

  /** Something was said to have changed, by another than the fleet: the others look at it again. */
  changed(change: SourceChange): void {
    if (!this.#isTelling) this.#bus.publish({ about: this.#names.ofChanges([change]) });
  }

  beforeCall({ source, client, longest, signal }: PendingCall): Promise<void> | undefined {
    if (source !== 'ssm' || this.#breaker.isOpen) return undefined;
    return this.#pace?.turn(`${this.#prefix}:p:${this.#names.hash('client', client)}`, longest, signal);
  }

  get health(): MemberHealth {
    const { openSince } = this.#breaker;
    return {
      store: openSince === undefined ? 'up' : 'down',
      ...(openSince !== undefined && { since: new Date(openSince.wall) }),
      messages: this.#bus.state,
    };
  }

  /** Whether the store is not asked, since it has failed. */
  get isBypassed(): boolean {
    return this.#breaker.isOpen;
  }

  /** What an operation of the store gives; `undefined` if it fails, takes too long, or is not tried. Never rejects. */
  run<T>(operation: () => Promise<T>): Promise<T | undefined> {
    return this.#breaker.run(operation);
  }

  /** The entry of a reference in the store. */
  keyOf({ key }: Reference): string {
    return `${this.#prefix}:v:${this.#names.hash('value', key)}`;
  }

  /** How long the value of a reference is of use, in milliseconds; 0 for one that is fetched for each read. */
  keepOf(reference: Reference): number {
    return Math.min(this.#held.maxAgeOf(reference), LONGEST_KEEP);
  }

  /**
   * Fulfilled when one of the entries has been stored or given up, or after some time.
   *
   * @returns entries that AWS has answered and that are not shared
   */
  arrival(keys: readonly string[], milliseconds: number): Promise<readonly string[]> {
    return this.#arrivals.wait(keys, milliseconds);
  }

  /**
   * Tells that entries have been stored or given up.
   *
   * @param unshared those of them that AWS has answered and that are not shared
   */
  arrived(keys: readonly string[], unshared: readonly string[]): void {
    this.#arrivals.arrived(keys, unshared);
    for (let first = 0; first < keys.length; first += ENTRIES_PER_MESSAGE) {
      const arrived = keys.slice(first, first + ENTRIES_PER_MESSAGE);
      const alone = unshared.filter((key) => arrived.includes(key));
      this.#bus.publish({ about: [], arrived, ...(alone.length > 0 && { unshared: alone }) });
    }
  }

  watch(sink: ChangeSink, signal: AbortSignal): void {
    this.#sink = sink;
    signal.addEventListener('abort', () => this.close(), { once: true });
    if (signal.aborted) return this.close();
    this.#bus.start();
    for (const change of this.#waiting.splice(0)) this.#tell(change);
  }

  close(): void {
    this.#sink = undefined;
    this.#waiting = [];
    this.#bus.close();
    this.#suspects.close();
    this.#breaker.close();
    this.#arrivals.close();
    this.#held.clear();
  }

  #publish(news: readonly News[]): void {
    if (news.length <= MOST_MESSAGES) {
      for (const { reference, hash } of news) {
        this.#bus.publish({ about: this.#names.ofChanges([changeOf(reference)]), version: hash });
      }
      return;
    }
    const about = this.#names.ofChanges(news.map(({ reference }) => changeOf(reference)));
    for (let first = 0; first < about.length; first += HASHES_PER_MESSAGE) {
      this.#bus.publish({ about: about.slice(first, first + HASHES_PER_MESSAGE) });
    }
  }

  #hear({ about, version, arrived = [], unshared = [] }: BusMessage): void {
    this.#arrivals.arrived(arrived, unshared);
    for (const reference of this.#held.touched(about, version)) this.#tell(changeOf(reference));
  }

  #tell(change: SourceChange): void {
    if (this.#sink === undefined) {
      if (this.#waiting.length < MOST_WAITING) this.#waiting.push(change);
      return;
    }
    this.#isTelling = true;
    try {
      this.#sink.changed(change);
    } finally {
      this.#isTelling = false;
    }
  }
}

/** A name that touches what a reference reads. What touches a path is any name under it. */
const changeOf = (reference: Reference): SourceChange => {
  const { source, client, name } = reference;
  if (isPendingVersion(reference)) return { source, client, name, stages: [PENDING] };
  const isListing = reference.covers !== undefined;
  return { source, client, name: isListing ? `${name.replace(/\/$/, '')}/-` : name };
};
