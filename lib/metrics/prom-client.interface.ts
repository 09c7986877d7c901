type PromLabels = Record<string, string>;

interface PromOptions {
  name: string;
  help: string;
  labelNames: string[];
  registers: any[];
  collect?: () => void;
}

interface PromCounter {
  inc(labels: PromLabels, value: number): void;
  reset(): void;
}

interface PromGauge {
  set(labels: PromLabels, value: number): void;
  reset(): void;
}

interface PromHistogram {
  observe(labels: PromLabels, value: number): void;
}

/**
 * A registry of `prom-client`, by its structure.
 *
 * @publicApi
 */
export interface RegistryLike {
  /** Takes a metric out. */
  removeSingleMetric(name: string): void;
}

/**
 * The module `prom-client`, by its structure.
 *
 * @publicApi
 */
export interface PromClientLike {
  /** The class of counters. */
  readonly Counter: new (options: PromOptions) => PromCounter;
  /** The class of gauges. */
  readonly Gauge: new (options: PromOptions) => PromGauge;
  /** The class of histograms. */
  readonly Histogram: new (options: PromOptions & { buckets: number[] }) => PromHistogram;
}
