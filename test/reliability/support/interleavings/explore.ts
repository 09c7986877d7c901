import * as fc from 'fast-check';
import { mixOf, optionsOf, PROPERTIES, type Property } from './properties.js';
import { ScheduleWorld } from './schedule-world.js';
import { schedules } from './steps.js';

/** What came of exploring a property. */
export interface Explored {
  readonly schedules: number;
  /** The shortest schedule that breaks it, and the seed to find it again; `undefined` if there is none. */
  readonly failure: string | undefined;
}

const LONGEST_SCHEDULE = 20;

const explore = async (property: Property, numRuns: number): Promise<Explored> => {
  let explored = 0;
  const details = await fc.check(
    fc.asyncProperty(
      optionsOf(property),
      schedules(mixOf(property), LONGEST_SCHEDULE),
      async (options, steps) => {
        explored += 1;
        const world = new ScheduleWorld(options);
        await fc.asyncModelRun(() => ({ model: {}, real: world }), steps);
        await world.heal();
        if (world.promises.broken.length > 0) throw new Error(world.promises.broken.join('\n'));
      },
    ),
    { numRuns },
  );
  const failure = details.failed
    ? `${String(details.errorInstance)}\n${fc.defaultReportMessage(details)}`
    : undefined;
  return { schedules: explored, failure };
};

// Errors are made by the million here, and nobody reads where.
Error.stackTraceLimit = 0;

process.on('message', ({ promise, runs }: { promise: string; runs: number }) => {
  const property = PROPERTIES.find((one) => one.promise === promise) as Property;
  void explore(property, runs).then((explored) => process.send?.(explored));
});
