import type { SsmFleetStats } from './fleet.interface.js';

/** What is counted, while it is counted. */
export type FleetTally = { -readonly [Count in keyof SsmFleetStats]: SsmFleetStats[Count] };

export const makeFleetTally = (): FleetTally => ({
  sent: 0,
  received: 0,
  gaps: 0,
  paced: 0,
  hits: 0,
  misses: 0,
  bypassed: 0,
  unreadable: 0,
  failures: 0,
});
