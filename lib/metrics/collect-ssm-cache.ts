import type { SsmCache } from '../cache/ssm-cache.js';
import { INTERNALS } from '../runtime/internals.js';
import { DISTRIBUTIONS, SECONDS, type Distribution } from './distributions.js';
import type { Labels } from './labels.js';
import type { PromClientLike, RegistryLike } from './prom-client.interface.js';
import { SERIES, type Series } from './series.js';

/**
 * Registers the metrics of a cache with `prom-client`. They are read when the registry is. Names and labels are those that
 * OpenTelemetry's exporter for Prometheus makes, so that one dashboard fits both. No name, ARN or version of a value is a label.
 *
 * @param cache the cache to observe
 * @param register a registry that has none of them yet, such as `promClient.register`
 * @param promClient the module `prom-client`
 * @returns what takes them out of the registry
 *
 * @example
 * ```ts
 * import * as promClient from 'prom-client';
 *
 * collectSsmCache(cache, promClient.register, promClient);
 * ```
 *
 * @publicApi
 */
export const collectSsmCache = (
  cache: SsmCache,
  register: RegistryLike,
  promClient: PromClientLike,
): (() => void) => {
  const { Counter, Gauge, Histogram } = promClient;
  const registers = [register];
  const stops = DISTRIBUTIONS.map((distribution) => {
    const { description: help, labels, buckets, measuring } = distribution;
    const labelNames = labels.map(underscored);
    const name = nameOf(distribution);
    const histogram = new Histogram({ name, help, labelNames, buckets: [...buckets], registers });
    const record = (seconds: number, own: Labels): void => histogram.observe(renamed(own), seconds);
    return cache[INTERNALS].relay.add(measuring(record));
  });
  for (const series of SERIES) {
    const { kind, description: help, labels } = series;
    const config = { name: nameOf(series), help, labelNames: labels.map(underscored), registers };
    const samples = () => series.read(cache).map(([value, own]) => [value, renamed(own)] as const);
    if (kind === 'counter') {
      const counter = new Counter({
        ...config,
        collect: () => {
          counter.reset();
          for (const [value, own] of samples()) counter.inc(own, value);
        },
      });
    } else {
      const gauge = new Gauge({
        ...config,
        collect: () => {
          gauge.reset();
          for (const [value, own] of samples()) gauge.set(own, value);
        },
      });
    }
  }
  return () => {
    for (const stop of stops) stop();
    for (const metric of [...DISTRIBUTIONS, ...SERIES]) register.removeSingleMetric(nameOf(metric));
  };
};

const underscored = (name: string): string => name.replaceAll('.', '_');

/** As OpenTelemetry's exporter names it: with the unit if it is one of measure, and `total` for a counter. */
const nameOf = (metric: Distribution | Series): string => {
  const { kind, unit } = 'kind' in metric ? metric : { kind: 'histogram', unit: SECONDS };
  const suffixes = [...(unit === SECONDS ? ['seconds'] : []), ...(kind === 'counter' ? ['total'] : [])];
  return [underscored(metric.name), ...suffixes].join('_');
};

const renamed = (labels: Labels): Record<string, string> =>
  Object.fromEntries(Object.entries(labels).map(([label, value]) => [underscored(label), value]));
