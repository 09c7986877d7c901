import type { FleetRuntime } from '../fleet-runtime.js';

type End = (unshared: readonly string[]) => void;

/** Who waits for what another process fetches. */
export class Arrivals {
  readonly #waiting = new Map<string, Set<End>>();

  constructor(private readonly runtime: Pick<FleetRuntime, 'scheduler'>) {}

  /**
   * Fulfilled when one of the entries has been stored or given up, or when the time is up.
   *
   * @returns entries that AWS has answered and that are not shared
   */
  wait(keys: readonly string[], milliseconds: number): Promise<readonly string[]> {
    return new Promise((resolve) => {
      const end: End = (unshared) => {
        cancel();
        for (const key of keys) this.#leave(key, end);
        resolve(unshared);
      };
      const cancel = this.runtime.scheduler.after(milliseconds, () => end([]), true);
      for (const key of keys) this.#waiting.set(key, (this.#waiting.get(key) ?? new Set()).add(end));
    });
  }

  arrived(keys: readonly string[], unshared: readonly string[]): void {
    for (const end of new Set(keys.flatMap((key) => [...(this.#waiting.get(key) ?? [])]))) end(unshared);
  }

  /** Nobody waits any longer. */
  close(): void {
    this.arrived([...this.#waiting.keys()], []);
  }

  #leave(key: string, end: End): void {
    const waiting = this.#waiting.get(key);
    waiting?.delete(end);
    if (waiting?.size === 0) this.#waiting.delete(key);
  }
}
