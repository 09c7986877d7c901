import { CACHE_EVENTS, type CacheEvents } from './cache-events.js';

type Listener = (event: unknown) => unknown;

/** Tells of what happens to listeners that come and go. */
export class EventRelay {
  readonly events: CacheEvents;
  readonly #listeners = new Set<CacheEvents>();

  constructor() {
    const relays = CACHE_EVENTS.map((event) => [event, (what: unknown) => this.#tell(event, what)]);
    this.events = Object.fromEntries(relays) as CacheEvents;
  }

  /** @returns what ends it */
  add(listener: CacheEvents): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  #tell(event: keyof CacheEvents, what: unknown): void {
    for (const listener of this.#listeners) (listener[event] as Listener | undefined)?.(what);
  }
}
