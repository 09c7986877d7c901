import { InvalidDeclarationError } from '../errors/index.js';
import { notAFunctionMessage } from '../errors/errors.messages.js';

/** Functions to be told of something. One that throws does not keep the others from being told. */
export class Listeners {
  readonly #listeners = new Set<() => void>();

  constructor(private readonly onThrow: () => void) {}

  /** @throws `InvalidDeclarationError` for what is no function */
  add(listener: () => void): () => void {
    if (typeof listener !== 'function') {
      throw new InvalidDeclarationError(notAFunctionMessage('onChange()'), { names: ['onChange()'] });
    }
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  tell(): void {
    for (const listener of this.#listeners) {
      try {
        listener();
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
