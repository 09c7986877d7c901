import type { ChaosValues } from './chaos-values.js';

/** What was read, held against what was put. */
export class ChaosWitness {
  reads = 0;
  readonly failed: string[] = [];
  readonly wrong: string[] = [];
  readonly torn: string[] = [];
  /** The newest put that was read, by where it was read from. */
  readonly #newest = new Map<string, number>();

  constructor(private readonly values: ChaosValues) {}

  /** A synchronous read of `name` from `entry`. */
  sync(entry: string, name: string, read: () => unknown): number | undefined {
    const newest = this.newest(entry);
    this.reads += 1;
    try {
      return this.#check(entry, name, read(), newest);
    } catch (error) {
      this.failed.push(`${entry}: ${String(error)}`);
      return undefined;
    }
  }

  /** A read of `name` from `entry` that takes time: it may not be older than what was read before it began. */
  async strict(entry: string, name: string, read: () => Promise<unknown>): Promise<number | undefined> {
    const newest = this.newest(entry);
    this.reads += 1;
    try {
      return this.#check(entry, name, await read(), newest);
    } catch (error) {
      this.failed.push(`${entry}: ${String(error)}`);
      return undefined;
    }
  }

  /** Members of one group, read in one turn of the event loop; `undefined` for those whose reads failed. */
  whole(group: string, puts: readonly (number | undefined)[]): void {
    const known = new Set(puts.filter((put) => put !== undefined));
    if (known.size > 1) this.torn.push(`${group}: ${puts.join(', ')}`);
  }

  newest(entry: string): number {
    return this.#newest.get(entry) ?? 0;
  }

  #check(entry: string, name: string, value: unknown, newest: number): number | undefined {
    const put = this.values.putOf(name, value);
    if (put === undefined) this.wrong.push(`${entry}: never put under ${name}`);
    else if (put < newest) this.wrong.push(`${entry}: ${put} after ${newest}`);
    this.#newest.set(entry, Math.max(this.newest(entry), put ?? 0));
    return put;
  }
}
