import { InvalidDeclarationError } from '../errors/index.js';
import { notAFunctionMessage } from '../errors/errors.messages.js';
import type { SsmCacheChange } from '../runtime/cache-events.js';
import { isPromiseLike } from '../values/data/is-promise-like.js';

/** Called with the names and versions of what changed. */
export type ChangeListener = (change: SsmCacheChange) => unknown;

/** Functions to be told of something. One that throws does not keep the others from being told. */
export class Listeners {
  readonly #listeners = new Set<{ readonly listener: ChangeListener }>();

  constructor(private readonly onThrow: () => void) {}

  /** @throws `InvalidDeclarationError` for what is no function */
  add(listener: ChangeListener): () => void {
    if (typeof listener !== 'function') {
      throw new InvalidDeclarationError(notAFunctionMessage('onChange()'), { names: ['onChange()'] });
    }
    const added = { listener };
    this.#listeners.add(added);
    return () => {
      this.#listeners.delete(added);
    };
  }

  /** Tells those that listen by now; not one that is added, or removed, by another on the way. */
  tell(change: SsmCacheChange): void {
    const present = [...this.#listeners];
    for (const added of present) {
      if (!this.#listeners.has(added)) continue;
      this.#tell(added.listener, change);
    }
  }

  /** One that takes its time may fail later. */
  #tell(listener: ChangeListener, change: SsmCacheChange): void {
    try {
      const told = listener(change);
      if (isPromiseLike(told)) void Promise.resolve(told).catch(this.onThrow);
    } catch {
      this.onThrow();
    }
  }

  get size(): number {
    return this.#listeners.size;
  }

  clear(): void {
    this.#listeners.clear();
  }
}
