import type { FreshnessPolicy } from '../engine/freshness-policy.js';
import type { FreshnessOptions } from './freshness-options.interface.js';

type Amount = Exclude<keyof FreshnessOptions, 'refresh'>;

const DEFAULTS: Readonly<Record<Amount, number>> = {
  maxAge: Infinity,
  maxStale: Infinity,
  jitter: 0.1,
  refreshTimeout: 5,
  minRefreshInterval: 1,
};

/** The policy by the first of `layers` that says something, for each option on its own. */
export const toFreshnessPolicy = (...layers: readonly FreshnessOptions[]): FreshnessPolicy => {
  const option = (name: Amount): number =>
    layers.map((layer) => layer[name]).find((value) => value !== undefined) ?? DEFAULTS[name];
  const refresh = layers.map((layer) => layer.refresh).find((value) => value !== undefined);
  return {
    maxAge: option('maxAge') * 1_000,
    maxStale: option('maxStale') * 1_000,
    jitter: option('jitter'),
    refreshTimeout: option('refreshTimeout') * 1_000,
    minRefreshInterval: option('minRefreshInterval') * 1_000,
    isBackground: refresh === 'background',
  };
};
