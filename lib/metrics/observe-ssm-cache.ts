import type { SsmCache } from '../cache/ssm-cache.js';
import { INTERNALS } from '../runtime/internals.js';
import { DISTRIBUTIONS, SECONDS } from './distributions.js';
import type { MeterLike } from './meter.interface.js';
import { SERIES } from './series.js';

/**
 * Gives the metrics of a cache to a meter of OpenTelemetry. Counters and gauges are read when the meter collects, so that a
 * read of a value costs what it cost before. No name, ARN or version of a value is an attribute.
 *
 * @param cache the cache to observe
 * @param meter such as `metrics.getMeter('nestjs-ssm-cache')` of `@opentelemetry/api`
 * @returns what ends it
 *
 * @example
 * ```ts
 * const stop = observeSsmCache(cache, metrics.getMeter('shop'));
 * ```
 *
 * @publicApi
 */
export const observeSsmCache = (cache: SsmCache, meter: MeterLike): (() => void) => {
  const stops = DISTRIBUTIONS.map(({ name, description, buckets, measuring }) => {
    const advice = { explicitBucketBoundaries: [...buckets] };
    const histogram = meter.createHistogram(name, { unit: SECONDS, description, advice });
    return cache[INTERNALS].relay.add(measuring((seconds, labels) => histogram.record(seconds, labels)));
  });
  const observed = SERIES.map((series) => {
    const { name, kind, unit, description } = series;
    const options = { unit, description };
    const observable =
      kind === 'counter'
        ? meter.createObservableCounter(name, options)
        : meter.createObservableGauge(name, options);
    return { series, observable };
  });
  const observables = observed.map(({ observable }) => observable);
  const collect: Parameters<MeterLike['addBatchObservableCallback']>[0] = (result) => {
    for (const { series, observable } of observed) {
      for (const [value, labels] of series.read(cache)) result.observe(observable, value, labels);
    }
  };
  meter.addBatchObservableCallback(collect, observables);
  return () => {
    for (const stop of stops) stop();
    meter.removeBatchObservableCallback(collect, observables);
  };
};
