import type { CallFailure } from './call-failure.js';

/** So many denied names, and no answered one, tell that the role has no permission at all. */
const HANDFUL = 5;

/** A name that was not asked for, since AWS denied all the names before it. */
export class NotAsked extends Error {
  override readonly name = 'NotAsked';

  constructor(
    readonly denied: number,
    readonly denial: CallFailure,
  ) {
    super('The name was not asked for.');
  }
}

/**
 * What AWS denies of what goes out together while an application starts. If its role has no permission, the application is told so
 * after a handful of denials. Later, values are in use, and each name has to be asked for.
 */
export class Denials {
  readonly #denials: CallFailure[] = [];
  #isAnswered = false;

  /** Whether the role may have no permission at all. */
  get areInDoubt(): boolean {
    return !this.#isAnswered;
  }

  /** How many names it takes to find out whether it has any; `Infinity` where each name is asked for. */
  get probes(): number {
    return this.areInDoubt ? HANDFUL : Infinity;
  }

  /** Counts what a single name failed with. */
  failed(error: CallFailure): void {
    if (error.isDenied) this.#denials.push(error);
  }

  /** Throws a `NotAsked` where there is no hope of an answer. */
  check(): void {
    const denial = this.#denials.at(-1);
    const isHopeless = this.#denials.length >= HANDFUL && this.areInDoubt;
    if (isHopeless && denial !== undefined) throw new NotAsked(this.#denials.length, denial);
  }

  /** What `call` answers, if there is hope of an answer by now. */
  async ask<T>(call: () => Promise<T>): Promise<T> {
    this.check();
    const answer = await call();
    this.#isAnswered = true;
    return answer;
  }
}
