import type { FreshnessPolicy } from '../engine/freshness-policy.js';
import type { FreshnessOptions } from './freshness-options.interface.js';

const DEFAULTS: Required<FreshnessOptions> = {
  maxAge: Infinity,
  maxStale: Infinity,
  jitter: 0.1,
  refreshTimeout: 5,
  minRefreshInterval: 1,
};

/** The policy by the first of `layers` that says something, for each option on its own. */
export const toFreshnessPolicy = (...layers: readonly FreshnessOptions[]): FreshnessPolicy => {
  const option = (name: keyof FreshnessOptions): number =>
    layers.map((layer) => layer[name]).find((value) => value !== undefined) ?? DEFAULTS[name];
  return {
    maxAge: option('maxAge') * 1_000,
    maxStale: option('maxStale') * 1_000,
    jitter: option('jitter'),
    refreshTimeout: option('refreshTimeout') * 1_000,
    minRefreshInterval: option('minRefreshInterval') * 1_000,
  };
};
