interface MeterHistogram {
  record(value: number, attributes: Readonly<Record<string, string>>): void;
}

interface MeterResult {
  observe(metric: any, value: number, attributes: Readonly<Record<string, string>>): void;
}

interface MeterOptions {
  description: string;
  unit: string;
  advice?: { explicitBucketBoundaries: number[] };
}

/**
 * A meter of `@opentelemetry/api`, by its structure.
 *
 * @publicApi
 */
export interface MeterLike {
  /** Makes what takes durations. */
  createHistogram(name: string, options: MeterOptions): MeterHistogram;
  /** Makes a counter that is read. */
  createObservableCounter(name: string, options: MeterOptions): object;
  /** Makes a gauge that is read. */
  createObservableGauge(name: string, options: MeterOptions): object;
  /** Has `callback` called whenever the meter collects. */
  addBatchObservableCallback(callback: (result: MeterResult) => void, observables: any[]): void;
  /** Ends that. */
  removeBatchObservableCallback(callback: (result: MeterResult) => void, observables: any[]): void;
}
