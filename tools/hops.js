import { instrument, OUT } from './hops/instrument.js';
import { recorded, summary } from './hops/recorder.js';

/**
 * How far one has to read to follow what the package does: the calls of named functions of `lib`, the files that they stand
 * in, and the hops from file to file. `npm run hops`; with `-- --trace expired`, each call of the walks of that name.
 */
const GOALS = {
  'read, hit, first of a turn': { calls: 9, files: 4 },
  'read, hit, later in the turn': { calls: 3, files: 3 },
  'read, expired, refreshed in the background': { calls: 60, files: 22 },
  'group of three, refresh()': { calls: 120 },
};

await instrument();
const { walks } = await import(`../${OUT}/tools/hops/walks.js`);
const taken = await walks(recorded);

const traced = process.argv[process.argv.indexOf('--trace') + 1];
const isTraced = ({ walk }) => process.argv.includes('--trace') && walk.includes(traced);
for (const { walk, calls } of taken.filter(isTraced)) {
  console.log(`${walk}:`);
  for (const { file, name } of calls) console.log(`  ${file}  ${name}`);
}

const rows = taken.map(({ walk, calls }) => ({ walk, ...summary(calls) }));
console.table(
  Object.fromEntries(
    rows.map(({ walk, rooms, ...counts }) => [
      walk,
      {
        ...counts,
        'files by room': Object.entries(rooms)
          .map(([room, files]) => `${room} ${files}`)
          .join(', '),
      },
    ]),
  ),
);

for (const { walk, ...counts } of rows) {
  for (const [what, goal] of Object.entries(GOALS[walk] ?? {})) {
    const verdict = counts[what] <= goal ? 'reached' : 'missed';
    console.log(`${verdict}: ${walk}, ${counts[what]} ${what}, at most ${goal} wanted`);
  }
}
