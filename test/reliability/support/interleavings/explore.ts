import * as fc from 'fast-check';
import { exploreSchedules, type Explored } from '../../../support/explore-schedules.js';
import { mixOf, optionsOf, PROPERTIES, type Property } from './properties.js';
import { ScheduleWorld } from './schedule-world.js';
import { schedules } from './steps.js';

const LONGEST_SCHEDULE = 20;

const explore = (property: Property, runs: number): Promise<Explored> =>
  exploreSchedules(
    fc.asyncProperty(
      optionsOf(property),
      schedules(mixOf(property), LONGEST_SCHEDULE),
      async (options, steps) => {
        const world = new ScheduleWorld(options);
        await fc.asyncModelRun(() => ({ model: {}, real: world }), steps);
        await world.heal();
        if (world.promises.broken.length > 0) throw new Error(world.promises.broken.join('\n'));
      },
    ),
    runs,
  );

// Errors are made by the million here, and nobody reads where.
Error.stackTraceLimit = 0;

process.on('message', ({ promise, runs }: { promise: string; runs: number }) => {
  const property = PROPERTIES.find((one) => one.promise === promise) as Property;
  void explore(property, runs).then((explored) => process.send?.(explored));
});
