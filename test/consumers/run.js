/*
 * Takes the packed package through projects that are made as its users make theirs.
 *
 *   npm run test:consumers                              all of them, on every version of Node
 *   npm run test:consumers -- nest-12 nest-11 --node 22  some of them, on one
 *   npm run test:consumers -- --list                    what there is
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { consumers } from './consumers.js';
import { checkConsumer } from './runner/check-consumer.js';
import { hasFailed, matrix } from './runner/matrix.js';
import { NODE_MAJORS } from './runner/node-versions.js';
import { workshop } from './runner/places.js';
import { packPackage } from './runner/tarball.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { node: { type: 'string', multiple: true }, list: { type: 'boolean' } },
});

const known = consumers.map(({ name }) => name);
const unknown = positionals.filter((name) => !known.includes(name));
if (unknown.length > 0)
  throw new Error(`No such consumer: ${unknown.join(', ')}. There are ${known.join(', ')}.`);

if (values.list) {
  for (const { name, about } of consumers) console.log(`${name.padEnd(20)}${about}`);
  process.exit();
}

const nodes = values.node?.map(Number) ?? NODE_MAJORS;
const chosen =
  positionals.length === 0 ? consumers : consumers.filter(({ name }) => positionals.includes(name));

console.log(`Packing; the projects are in ${workshop}`);
const tarball = await packPackage();

const rows = [];
const queue = [...chosen];
const worker = async () => {
  for (let consumer = queue.shift(); consumer !== undefined; consumer = queue.shift()) {
    const began = Date.now();
    const results = await checkConsumer(consumer, { tarball, nodes });
    rows.push({ name: consumer.name, results });
    const verdict = hasFailed([{ results }]) ? 'FAIL' : 'pass';
    console.log(
      `${verdict}  ${consumer.name}: ${consumer.about} (${Math.round((Date.now() - began) / 1_000)} s)`,
    );
  }
};
await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, worker));

const order = (row) => known.indexOf(row.name);
console.log(
  `\n${matrix(
    rows.toSorted((one, other) => order(one) - order(other)),
    nodes,
  )}`,
);
const left = known.filter((name) => !chosen.some((consumer) => consumer.name === name));
if (left.length > 0) console.log(`\nNot run: ${left.join(', ')}`);
const leftNodes = NODE_MAJORS.filter((node) => !nodes.includes(node));
if (leftNodes.length > 0) console.log(`\nNot run on Node ${leftNodes.join(', ')}`);
process.exitCode = hasFailed(rows) ? 1 : 0;
