import type { Reference } from '../sources/source.interface.js';
import type { FleetRuntime } from './fleet-runtime.js';
import type { HeldNames } from './held-names.js';

/** What nobody can say the age of is looked at again within this time, in milliseconds. */
const LONGEST_WINDOW = 60_000;
/** So many names are told in one turn of the event loop: each is compared with all that the cache holds. */
const NAMES_PER_TURN = 20;

/** Has names looked at again after messages may have been missed: each process at a moment of its own. */
export class Suspects {
  readonly #timers = new Map<number, () => void>();

  constructor(
    private readonly runtime: FleetRuntime,
    private readonly held: HeldNames,
    private readonly tell: (reference: Reference) => void,
  ) {}

  /** All that is held may have changed. */
  suspectAll(): void {
    for (const window of this.held.windows(LONGEST_WINDOW)) {
      // A moment that was chosen for an earlier gap comes after this one, too.
      if (this.#timers.has(window)) continue;
      this.#after(window, window * this.runtime.random(), () =>
        this.#tellAll(window, this.held.within(window, LONGEST_WINDOW)),
      );
    }
  }

  close(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  #tellAll(window: number, references: readonly Reference[]): void {
    this.#timers.delete(window);
    for (const reference of references.slice(0, NAMES_PER_TURN)) this.tell(reference);
    const others = references.slice(NAMES_PER_TURN);
    if (others.length > 0) this.#after(window, 0, () => this.#tellAll(window, others));
  }

  #after(window: number, milliseconds: number, task: () => void): void {
    this.#timers.set(window, this.runtime.scheduler.after(milliseconds, task, false));
  }
}
