import type {
  FleetAnswer,
  FleetLease,
  FleetListener,
  FleetPaceLimit,
  FleetQuestion,
  FleetStore,
  FleetValue,
} from '../index.js';

/**
 * Options of `InMemoryFleetStore`.
 *
 * @example
 * ```ts
 * new InMemoryFleetStore({ clock: () => 0 });
 * ```
 *
 * @publicApi
 */
export interface InMemoryFleetStoreOptions {
  /** The time, in milliseconds since the epoch. @default Date.now */
  readonly clock?: () => number;
}

/** In a millisecond: tickets are times, so that none is given twice after the store was emptied. */
const MICROSECONDS = 1_000;

interface Entry {
  last: number;
  floor: number;
  until: number;
  token: string;
  stored: { readonly ticket: number; readonly text: string; readonly at: number } | undefined;
}

/**
 * What a fleet shares, in this process: caches that have one store form a fleet.
 *
 * @example
 * ```ts
 * const store = new InMemoryFleetStore();
 * const fleet = { client: store, namespace: 'test' };
 * const [one, other] = [new SsmCache({ fleet, ssmClient }), new SsmCache({ fleet, ssmClient })];
 * ```
 *
 * @publicApi
 */
export class InMemoryFleetStore implements FleetStore {
  /** Whether the store answers: `down` fails each operation, `hung` never answers. */
  state: 'up' | 'down' | 'hung' = 'up';
  /** Whether no listener hears a message, while the store answers. */
  isCutOff = false;
  readonly #clock: () => number;
  readonly #rows = new Map<string, number>();
  readonly #entries = new Map<string, Entry>();
  readonly #sequences = new Map<string, number>();
  readonly #listeners = new Map<string, Set<FleetListener>>();
  readonly #published: string[] = [];

  constructor({ clock = Date.now }: InMemoryFleetStoreOptions = {}) {
    this.#clock = clock;
  }

  /** All messages so far, in order. */
  get published(): readonly string[] {
    return [...this.#published];
  }

  /** What is stored, by its key. */
  get stored(): ReadonlyMap<string, string> {
    return new Map(
      [...this.#entries].flatMap(([key, { stored }]) =>
        stored === undefined ? [] : [[key, stored.text] as const],
      ),
    );
  }

  /**
   * Puts a text in the place of what is stored, as somebody may who has the store and no key.
   *
   * @param key a key of `stored`
   * @param text what takes its place
   *
   * @example
   * ```ts
   * store.tamper([...store.stored.keys()][0]!, 'nonsense');
   * ```
   */
  tamper(key: string, text: string): void {
    const entry = this.#entryOf(key);
    if (entry.stored !== undefined) entry.stored = { ...entry.stored, text };
  }

  /** How many listeners there are. */
  get subscriptions(): number {
    return [...this.#listeners.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /**
   * Forgets everything but the subscriptions, as a restart without a file does.
   *
   * @example
   * ```ts
   * store.clear(); // as after FLUSHALL
   * ```
   */
  clear(): void {
    this.#rows.clear();
    this.#sequences.clear();
    this.#entries.clear();
  }

  /**
   * Has no listener hear a message until `reconnect()`, and tells them so.
   *
   * @example
   * ```ts
   * store.disconnect(); // as when the connection is lost
   * ```
   */
  disconnect(): void {
    this.isCutOff = true;
    for (const listener of this.#allListeners) listener.disconnected();
  }

  /**
   * Has listeners hear messages again, and tells them that they may have missed some.
   *
   * @example
   * ```ts
   * store.reconnect();
   * ```
   */
  reconnect(): void {
    this.isCutOff = false;
    for (const listener of this.#allListeners) listener.reconnected();
  }

  async pace(key: string, { interval, burst, longest }: FleetPaceLimit): Promise<number | undefined> {
    await this.#answer();
    const now = this.#clock();
    const row = Math.max(this.#rows.get(key) ?? 0, now) + interval;
    const wait = Math.max(0, Math.ceil(row - interval * burst - now));
    if (wait > longest) return undefined;
    this.#rows.set(key, row);
    return wait;
  }

  async publish(channel: string, message: string): Promise<void> {
    await this.#answer();
    const sequence = (this.#sequences.get(channel) ?? 0) + 1;
    this.#sequences.set(channel, sequence);
    this.#published.push(message);
    if (this.isCutOff) return;
    for (const listener of this.#listeners.get(channel) ?? []) listener.message(message, sequence);
  }

  async sequence(channel: string): Promise<number> {
    await this.#answer();
    return this.#sequences.get(channel) ?? 0;
  }

  async subscribe(channel: string, listener: FleetListener, signal: AbortSignal): Promise<void> {
    await this.#answer();
    const listeners = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, listeners.add(listener));
    signal.addEventListener('abort', () => listeners.delete(listener), { once: true });
    if (signal.aborted) listeners.delete(listener);
  }

  async take(
    questions: readonly FleetQuestion[],
    { token, lease }: FleetLease,
  ): Promise<readonly FleetAnswer[]> {
    await this.#answer();
    const now = this.#clock();
    return questions.map(({ key, maxAge, after }): FleetAnswer => {
      const entry = this.#entryOf(key);
      const { stored } = entry;
      const isYoung = now - (stored?.at ?? -Infinity) < maxAge;
      const isUsable = isYoung || (after !== undefined && (stored?.ticket ?? 0) > after);
      if (stored !== undefined && isUsable) {
        return { kind: 'value', ticket: stored.ticket, age: now - stored.at, text: stored.text };
      }
      if (entry.until > now) return { kind: 'wait', wait: entry.until - now, last: entry.last };
      entry.last = Math.max(entry.last + 1, now * MICROSECONDS);
      entry.token = token;
      entry.until = now + lease;
      return { kind: 'lease', ticket: entry.last };
    });
  }

  async put(values: readonly FleetValue[], token: string): Promise<void> {
    await this.#answer();
    for (const { key, ticket, age, text } of values) {
      const entry = this.#entryOf(key);
      if (entry.token === token) entry.until = 0;
      if (text === '' || ticket <= entry.floor || ticket < (entry.stored?.ticket ?? 0)) continue;
      entry.stored = { ticket, text, at: this.#clock() - age };
    }
  }

  async drop(key: string): Promise<void> {
    await this.#answer();
    const entry = this.#entryOf(key);
    entry.last = Math.max(entry.last + 1, this.#clock() * MICROSECONDS);
    Object.assign(entry, { floor: entry.last, stored: undefined, until: 0 });
  }

  get #allListeners(): readonly FleetListener[] {
    return [...this.#listeners.values()].flatMap((all) => [...all]);
  }

  #entryOf(key: string): Entry {
    const entry = this.#entries.get(key) ?? { last: 0, floor: 0, until: 0, token: '', stored: undefined };
    this.#entries.set(key, entry);
    return entry;
  }

  #answer(): Promise<void> {
    if (this.state === 'up') return Promise.resolve();
    if (this.state === 'down') return Promise.reject(new Error('The store is down.'));
    return new Promise(() => undefined);
  }
}
