import { InvalidDeclarationError } from '../errors/index.js';
import { notAFunctionMessage } from '../errors/errors.messages.js';

/** Functions to be told of something. One that throws does not keep the others from being told. */
export class Listeners {
  readonly #listeners = new Set<{ readonly listener: () => void }>();

  constructor(private readonly onThrow: () => void) {}

  /** @throws `InvalidDeclarationError` for what is no function */
  add(listener: () => void): () => void {
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
  tell(): void {
    const present = [...this.#listeners];
    for (const added of present) {
      if (!this.#listeners.has(added)) continue;
      try {
        added.listener();
      } catch {
        this.onThrow();
      }
    }
  }

  get size(): number {
    return this.#listeners.size;
  }

  clear(): void {
    this.#listeners.clear();
  }
}
