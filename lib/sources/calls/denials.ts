import { isDenied } from './aws-error.js';
import { NotAsked } from './not-asked.js';

/** So many denied names, and no answered one, tell that the role has no permission at all. */
const HANDFUL = 5;

/**
 * What AWS denies in one attempt. When an application starts with a role that has no permission, it is told so after a
 * handful of denials. Later, values are in use, and each name has to be asked for.
 */
export class Denials {
  readonly #mayGiveUp: boolean;
  #denied = 0;
  #denial: unknown;
  #isAnswered = false;

  constructor(mayGiveUp: boolean) {
    this.#mayGiveUp = mayGiveUp;
  }

  /** How many names it takes to find out whether the role has any permission; `Infinity` where each name is asked for. */
  get probes(): number {
    return this.#mayGiveUp && !this.#isAnswered ? HANDFUL : Infinity;
  }

  /** Counts what a single name failed with. */
  failed(error: unknown): void {
    if (!isDenied(error)) return;
    this.#denied += 1;
    this.#denial = error;
  }

  /** What `call` answers. Throws a `NotAsked` instead where there is no hope of an answer. */
  async ask<T>(call: () => Promise<T>): Promise<T> {
    if (this.#mayGiveUp && !this.#isAnswered && this.#denied >= HANDFUL)
      throw new NotAsked(this.#denied, this.#denial);
    const answer = await call();
    this.#isAnswered = true;
    return answer;
  }
}
