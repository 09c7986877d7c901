import type { SsmCache } from '../cache/ssm-cache.js';
import { INTERNALS } from '../runtime/internals.js';
import type { PromClientLike, RegistryLike } from './prom-client.interface.js';
import { DURATION, durationLabels, SERIES, type Labels, type Series } from './series.js';

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
  const duration = new Histogram({
    name: nameOf(DURATION),
    help: DURATION.description,
    labelNames: DURATION.labels.map(underscored),
    buckets: [...DURATION.buckets],
    registers,
  });
  const stopListening = cache[INTERNALS].relay.add({
    refreshSettled: ({ source, milliseconds, error }) =>
      duration.observe(renamed(durationLabels(source, error?.code)), milliseconds / 1_000),
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
    stopListening();
    for (const metric of [DURATION, ...SERIES]) register.removeSingleMetric(nameOf(metric));
  };
};

const underscored = (name: string): string => name.replaceAll('.', '_');

/** As OpenTelemetry's exporter names it: with the unit if it is one of measure, and `total` for a counter. */
const nameOf = (metric: typeof DURATION | Series): string =>
  [
    underscored(metric.name),
    ...(metric.unit === 's' ? ['seconds'] : []),
    ...('kind' in metric && metric.kind === 'counter' ? ['total'] : []),
  ].join('_');

const renamed = (labels: Labels): Record<string, string> =>
  Object.fromEntries(Object.entries(labels).map(([label, value]) => [underscored(label), value]));
