import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { simulationTable, withTable } from './page.js';
import { simulate, type Figures, type Scenario } from './simulate.js';

const RESULTS = 'tools/simulate-fleet/results.json';
const PAGE = 'docs/deploy/fleet.md';

/** The large ones have fewer names, for the memory and the patience that a usual machine has. */
const SIZES = [
  { instances: 10, names: 50 },
  { instances: 60, names: 50 },
  { instances: 100, names: 50 },
  { instances: 1_000, names: 10 },
  { instances: 10_000, names: 1 },
];
const SCENARIOS = SIZES.flatMap((size): Scenario[] => [
  { share: 'signals', ...size },
  { share: 'values', ...size },
]);

/** One size alone. What was written of the others stays. */
const { values: flags } = parseArgs({ options: { instances: { type: 'string' } } });

const known: readonly Figures[] = JSON.parse(readFileSync(RESULTS, 'utf8'));
const figures: Figures[] = [];
for (const scenario of SCENARIOS) {
  const { instances, names, share } = scenario;
  const isWanted = flags.instances === undefined || Number(flags.instances) === instances;
  const last = known.find((one) => one.instances === instances && one.share === share);
  if (!isWanted) {
    if (last !== undefined) figures.push(last);
    continue;
  }
  process.stdout.write(`${instances} processes × ${names} names, '${share}' … `);
  // oxlint-disable-next-line no-await-in-loop -- each has the memory for itself
  const result = await simulate(scenario);
  figures.push(result);
  process.stdout.write(`${result.took} s\n`);
}
writeFileSync(RESULTS, `${JSON.stringify(figures, undefined, 2)}\n`);
const page = withTable(readFileSync(PAGE, 'utf8'), simulationTable(figures));
writeFileSync(PAGE, await format(page, { ...(await resolveConfig(PAGE)), parser: 'markdown' }));
process.exit();
