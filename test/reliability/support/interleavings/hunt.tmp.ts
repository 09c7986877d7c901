import * as fc from 'fast-check';
import { mixOf, optionsOf, PROPERTIES } from './properties.js';
import { ScheduleWorld } from './schedule-world.js';
import { schedules } from './steps.js';
Error.stackTraceLimit = 0;
const props = (process.env['PROPS'] ?? '').split(',').filter(Boolean).map(Number);
const runs = Number(process.env['RUNS'] ?? 5000);
const seed = process.env['SEED'] ? Number(process.env['SEED']) : undefined;
for (const index of props.length > 0 ? props : PROPERTIES.keys()) {
  const property = PROPERTIES[index]!;
  let explored = 0;
  const started = Date.now();
  const details = await fc.check(
    fc.asyncProperty(optionsOf(property), schedules(mixOf(property), 20), async (options, steps) => {
      explored += 1;
      const world = new ScheduleWorld(options);
      await fc.asyncModelRun(() => ({ model: {}, real: world }), steps);
      await world.heal();
      if (world.promises.broken.length > 0) throw new Error(world.promises.broken.join('\n'));
    }),
    { numRuns: runs, ...(seed === undefined ? {} : { seed }) },
  );
  console.log(index, property.promise, explored, Math.round((Date.now() - started) / 1000), 's', details.failed ? `FAILED after ${explored}: ${String(details.errorInstance)} ${fc.defaultReportMessage(details).slice(0, 1500)}` : 'ok');
}
process.exit(0);
