/** Measures everything, each topic in a process of its own, and writes `RESULTS.md`. */
import { fork } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { machineTable } from './results/machine.js';
import { toMarkdown } from './results/markdown.js';
import { timeSeed } from './results/seed.js';
import { formatVerdict, judge, verdictTable } from './results/verdict.js';
import { ALLOCATION_FLAGS } from './support/allocation.js';
import { number } from './support/format.js';
import type { Report } from './support/report.js';

const RESULTS = fileURLToPath(new URL('../RESULTS.md', import.meta.url));
const PATIENCE = 150_000;

const TOPICS = [
  'read/synchronous',
  'read/asynchronous',
  'calls/calls',
  'start/start',
  'failure/failure',
  'load/load',
  'load/pause',
  'memory/memory',
];

const print = (text: string): void => void process.stdout.write(`${text}\n`);

const measure = (topic: string): Promise<Report> =>
  new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL(`./${topic}.js`, import.meta.url)), {
      execArgv: ['--no-warnings', ...ALLOCATION_FLAGS],
      timeout: PATIENCE,
    });
    let report: Report | undefined;
    child.on('message', (message) => {
      report = message as Report;
    });
    child.on('exit', (code, signal) => {
      if (code === 0 && report !== undefined) resolve(report);
      else reject(new Error(`${topic} ended with ${signal ?? code} and ${report ? 'a' : 'no'} report.`));
    });
  });

const reports: Report[] = [];
for (const topic of TOPICS) {
  const startedAt = performance.now();
  reports.push(await measure(topic));
  print(`${topic}: ${number(Math.round((performance.now() - startedAt) / 1_000))} s`);
}

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
