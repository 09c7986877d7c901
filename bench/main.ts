/**
 * Measures everything, each topic in a process of its own, and writes `RESULTS.md`. With `--against FOLDER`, an older checkout in
 * which the benchmark is built, it measures both in turns and writes `COMPARED.md`. `--only TOPIC` measures one topic.
 */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { compareWith } from './results/compared.js';
import { machineTable } from './results/machine.js';
import { toMarkdown } from './results/markdown.js';
import { timeSeed } from './results/seed.js';
import { formatVerdict, judge, verdictTable } from './results/verdict.js';
import { number } from './support/format.js';
import type { Report } from './support/report.js';
import { measure, TOPICS } from './topics.js';

const HERE = fileURLToPath(new URL('../../', import.meta.url));
const RESULTS = resolve(HERE, 'bench/RESULTS.md');
const COMPARED = resolve(HERE, 'bench/COMPARED.md');

const print = (text: string): void => void process.stdout.write(`${text}\n`);

const writeResults = async (): Promise<void> => {
  const reports: Report[] = [];
  for (const topic of TOPICS) reports.push(await measure(topic, HERE, topic));
  const seed = await timeSeed();
  const verdicts = judge(Object.assign({}, ...reports.map(({ figures }) => figures)));
  const page = await toMarkdown(
    {
      goals: verdictTable(verdicts),
      verdicts,
      tables: [...reports.flatMap(({ tables }) => tables), await machineTable()],
      notes: [
        seed === undefined
          ? 'The Python library `ssm-cache` was not present, and so not measured: it needs a Python with boto3 and ssm-cache.'
          : `A read of the Python library \`ssm-cache\` took ${number(seed)} ns.`,
      ],
    },
    RESULTS,
  );
  await writeFile(RESULTS, page);
  print(`\n${verdicts.map(formatVerdict).join('\n')}\n\nWritten to ${RESULTS}`);
};

const { against, only } = parseArgs({
  options: { against: { type: 'string' }, only: { type: 'string' } },
}).values;
const topics = TOPICS.filter((topic) => only === undefined || topic === only);
if (topics.length === 0) throw new Error(`There is no topic "${only}". There are: ${TOPICS.join(', ')}.`);

if (against !== undefined) {
  const page = await compareWith(resolve(HERE, against), HERE, topics, COMPARED);
  if (only === undefined) await writeFile(COMPARED, page);
  print(only === undefined ? `\nWritten to ${COMPARED}` : `\n${page}`);
} else if (only === undefined) await writeResults();
else print(JSON.stringify(await measure(only, HERE, only), undefined, 2));
