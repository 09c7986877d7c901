/** Every latency, in milliseconds: a minute's worth fits in memory, so that percentiles need no estimate. */
export class Latencies {
  private readonly all: number[] = [];

  add(milliseconds: number): void {
    this.all.push(milliseconds);
  }

  /** The smallest latency that the given share of requests did not exceed. */
  percentile(share: number): number {
    const sorted = this.all.toSorted((a, b) => a - b);
    return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  }
}
