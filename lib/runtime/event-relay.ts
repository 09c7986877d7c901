import { CACHE_EVENTS, type CacheEvents } from './cache-events.js';

type Event = keyof CacheEvents;
type AnyListener = (event: unknown) => unknown;
/** Called with the listener that threw or rejected, and the event. */
type OnThrow = (listener: CacheEvents, event: Event) => void;

/** Tells listeners of what happens: those of the cache, and guests, which come and go. One that throws keeps no other from being told. */
export class EventRelay {
  readonly #listeners: Set<CacheEvents>;
  readonly #guests = new Set<CacheEvents>();
  /** Tells all listeners. */
  readonly events: CacheEvents;
  /** Tells the guests only. */
  readonly guestEvents: CacheEvents;

  constructor(listeners: readonly CacheEvents[], onThrow: OnThrow) {
    this.#listeners = new Set(listeners);
    this.events = tellingAll(this.#listeners, onThrow);
    this.guestEvents = tellingAll(this.#guests, onThrow);
  }

  /** @returns what ends it */
  add(guest: CacheEvents): () => void {
    this.#listeners.add(guest);
    this.#guests.add(guest);
    return () => {
      this.#listeners.delete(guest);
      this.#guests.delete(guest);
    };
  }
}

const tellingAll = (listeners: ReadonlySet<CacheEvents>, onThrow: OnThrow): CacheEvents => {
  const tell = (event: Event, what: unknown): void => {
    for (const listener of listeners) {
      try {
        const told = (listener[event] as AnyListener | undefined)?.call(listener, what);
        if (told instanceof Promise) told.catch(() => onThrow(listener, event));
      } catch {
        onThrow(listener, event);
      }
    }
  };
  return Object.fromEntries(CACHE_EVENTS.map((event) => [event, (what: unknown) => tell(event, what)]));
};
