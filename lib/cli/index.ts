#!/usr/bin/env node
import { firstLine } from './first-line.js';
import { isColourful } from './output/colour.js';
import { run, unseen } from './run.js';

const write = process.stdout.write.bind(process.stdout);
// What the application prints while it is loaded is not part of the result.
process.stdout.write = process.stderr.write.bind(process.stderr);

const output = {
  print: (text: string) => void write(`${text}\n`),
  warn: (text: string) => void process.stderr.write(`${text}\n`),
  isColourful: isColourful(process.stdout, process.env),
  untilEnded: () =>
    new Promise<void>((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
    }),
};

let problem = 'it ends the process while it is loaded.';
process.once('beforeExit', () => {
  problem = 'it waits for a promise that never settles.';
});
process.once('uncaughtException', (error) => {
  problem = firstLine(error);
  process.exit();
});
const endedEarly = (): void => {
  output.warn(unseen(problem));
  process.exitCode = 2;
};
process.once('exit', endedEarly);

void run(process.argv.slice(2), output).then((code) => {
  process.off('exit', endedEarly);
  process.exitCode = code;
  // The application may have left something that runs. What is written is waited for.
  write('', () => process.exit());
});
