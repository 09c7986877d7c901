/** Every latency, in milliseconds: some minutes' worth fits in memory, so that percentiles need no estimate. */
export class Latencies {
  private readonly all: number[] = [];

  get values(): readonly number[] {
    return this.all;
  }

  add(...milliseconds: readonly number[]): void {
    for (const one of milliseconds) this.all.push(one);
  }

  /** The smallest latency that the given share of requests did not exceed. */
  percentile(share: number): number {
    const sorted = this.all.toSorted((a, b) => a - b);
    return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  }
}
