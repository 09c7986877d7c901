import { InvalidDeclarationError } from '../errors/index.js';
import { notAFunctionMessage } from '../errors/errors.messages.js';
import { isPromiseLike } from '../values/data/is-promise-like.js';

/** Functions to be told of something. One that throws does not keep the others from being told. */
export class Listeners {
  readonly #listeners = new Set<{ readonly listener: () => unknown }>();

  constructor(private readonly onThrow: () => void) {}

  /** @throws `InvalidDeclarationError` for what is no function */
  add(listener: () => unknown): () => void {
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
      this.#tell(added.listener);
    }
  }

  /** One that takes its time may fail later. */
  #tell(listener: () => unknown): void {
    try {
      const told = listener();
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
