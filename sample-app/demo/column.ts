import { Latencies } from './latencies.js';
import type { Turn, TurnResult } from './turn.interface.js';

/** What the turns of one kind came to. */
export class Column {
  readonly latencies = new Latencies();
  readonly failures: string[] = [];
  readonly reads: number[] = [];
  rotations = 0;
  keyRotations = 0;

  constructor(
    readonly window: number,
    readonly pending: boolean,
  ) {}

  isOf({ window, pending }: Turn): boolean {
    return this.window === window && this.pending === pending;
  }

  add({ latencies, failures, rotations, keyRotations, reads }: TurnResult): void {
    this.latencies.add(...latencies);
    this.failures.push(...failures);
    this.reads.push(...reads);
    this.rotations += rotations;
    this.keyRotations += keyRotations;
  }

  get title(): string {
    const window = this.window < 1 ? `${this.window * 1_000} ms` : `${this.window} s`;
    return `${window}, ${this.pending ? 'pending' : 'without'}`;
  }

  get requests(): number {
    return this.latencies.values.length;
  }

  get meanReads(): number {
    return this.reads.reduce((total, reads) => total + reads, 0) / this.reads.length;
  }

  get mostReads(): number {
    return Math.max(0, ...this.reads);
  }
}
