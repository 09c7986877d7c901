import * as fc from 'fast-check';
import { exploreSchedules, type Explored } from '../explore-schedules.js';
import { schedules, worlds } from './rotation-steps.js';
import { RotationWorld } from './rotation-world.js';

const LONGEST_SCHEDULE = 30;

/** Rotations, calls, refreshes and failures in random orders. */
export const exploreRotations = (runs: number): Promise<Explored> =>
  exploreSchedules(
    fc.asyncProperty(worlds, schedules(LONGEST_SCHEDULE), async (options, steps) => {
      const world = new RotationWorld(options);
      await world.load();
      await fc.asyncModelRun(() => ({ model: {}, real: world }), steps);
      await world.heal();
      if (world.broken.length > 0) throw new Error(world.broken.join('\n'));
    }),
    runs,
  );
