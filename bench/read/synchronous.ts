import { compare } from '../support/compare.js';
import { loopOver, subjects } from '../support/loop.js';
import { report } from '../support/report.js';
import { observe, startApplication } from './application.js';

const PROPERTY = 'property, `@SsmParam`';
const OBSERVED = 'property, `@SsmParam`, with metrics, health and a listener';

const application = await startApplication();
const { boundServices, config, context, rawServices } = application;
const configs = subjects(() => config);
const handles = boundServices.map(({ handle }) => handle);

const comparison = await compare({
  title: 'Reading a value, without waiting',
  note:
    'Many reads in one turn of the event loop, of 64 instances in an order that cannot be predicted, each read ' +
    'summed up. The time of the loop is in every row.',
  what: 'read',
  base: { name: 'raw property', run: loopOver(rawServices, 'it.host.length') },
  others: [
    { name: 'no read at all: the loop alone', run: loopOver(rawServices, '1') },
    { name: PROPERTY, run: loopOver(boundServices, 'it.host.length') },
    { name: 'property, `@SsmParam`, a number', run: loopOver(boundServices, 'it.port') },
    { name: 'property of a group, `@SsmParam`', run: loopOver(boundServices, 'it.user.length') },
    {
      name: 'leaf of a tree, `@SsmParams`',
      run: loopOver(boundServices, 'it.settings.limits.region.length'),
    },
    { name: '`handle.value`', run: loopOver(handles, 'it.value.length') },
    { name: 'raw property beside bound ones', run: loopOver(boundServices, 'it.neighbour.length') },
    { name: 'raw leaf', run: loopOver(rawServices, 'it.settings.limits.region.length') },
    { name: '`ConfigService.get()`', run: loopOver(configs, 'it.get("database.host").length') },
  ],
  rounds: 150,
  reads: 20_000,
});

await observe(application);

// The same instances: those of another application would have another shape for the engine of JavaScript.
const observed = await compare({
  title: 'Reading a value that is observed',
  note: 'The same instances, once metrics and a listener are attached and the health was asked for.',
  what: 'read',
  base: { name: 'raw property', run: loopOver(rawServices, 'it.host.length') },
  others: [{ name: OBSERVED, run: loopOver(boundServices, 'it.host.length') }],
  rounds: 150,
  reads: 20_000,
});

report({
  tables: [comparison.table, observed.table],
  figures: {
    'property, multiple of a raw one': comparison.multipleOf(PROPERTY),
    'property, bytes': comparison.bytes.get(PROPERTY) ?? Number.NaN,
    'observed property, multiple of a property':
      observed.multipleOf(OBSERVED) / comparison.multipleOf(PROPERTY),
  },
});
await context.close();
