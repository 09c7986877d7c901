#!/usr/bin/env node
import { isColourful } from './output/colour.js';
import { run } from './run.js';

const write = process.stdout.write.bind(process.stdout);
// What the application prints while it is loaded is not part of the result.
process.stdout.write = process.stderr.write.bind(process.stderr);

const ended = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ended.abort());

const output = {
  print: (text: string) => void write(`${text}\n`),
  warn: (text: string) => void process.stderr.write(`${text}\n`),
  isColourful: isColourful(process.stdout, process.env),
  ended: ended.signal,
};

// The application may have left something that runs. What is written is waited for.
void run(process.argv.slice(2), output).then((code) => write('', () => process.exit(code)));
