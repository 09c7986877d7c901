import { describe, it } from '@jest/globals';
import * as fc from 'fast-check';
import { mixOf, optionsOf, PROPERTIES } from './support/interleavings/properties.js';
import { ScheduleWorld } from './support/interleavings/schedule-world.js';
import { schedules } from './support/interleavings/steps.js';
import { report } from './support/report.js';
import { scaled } from './support/scale.js';

const RUNS = scaled(50_000, 500);
const LONGEST_SCHEDULE = 20;

describe('In whatever order things happen', () => {
  it.each(PROPERTIES)('$promise', async (property) => {
    let explored = 0;
    const steps = schedules(mixOf(property), LONGEST_SCHEDULE);
    await fc.assert(
      fc.asyncProperty(optionsOf(property), steps, async (options, commands) => {
        explored += 1;
        const world = new ScheduleWorld(options);
        await fc.asyncModelRun(() => ({ model: {}, real: world }), commands);
        await world.heal();
        if (world.promises.broken.length > 0) throw new Error(world.promises.broken.join('\n'));
      }),
      { numRuns: RUNS },
    );
    report({
      row: 'schedules explored',
      figure: `${explored.toLocaleString('en')} per property, 0 failures`,
      holds: explored >= RUNS,
    });
  }, 600_000);
});
