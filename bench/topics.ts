import { fork } from 'node:child_process';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { ALLOCATION_FLAGS } from './support/allocation.js';
import { number } from './support/format.js';
import type { Report } from './support/report.js';

/** In milliseconds. */
const PATIENCE = 150_000;

export const TOPICS = [
  'read/synchronous',
  'read/asynchronous',
  'calls/calls',
  'start/start',
  'failure/failure',
  'load/load',
  'load/pause',
  'memory/memory',
];

/** @param folder a checkout of this repository, in which the benchmark is built */
export const moduleOf = (topic: string, folder: string): string =>
  join(folder, 'bench', 'dist', `${topic}.js`);

export const has = (topic: string, folder: string): Promise<boolean> =>
  access(moduleOf(topic, folder)).then(
    () => true,
    () => false,
  );

/** Measures one topic, in a process of its own. */
export const measure = async (topic: string, folder: string, name: string): Promise<Report> => {
  const startedAt = performance.now();
  const report = await reportOf(topic, folder);
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  process.stdout.write(`${name}: ${number(seconds)} s\n`);
  return report;
};

const reportOf = (topic: string, folder: string): Promise<Report> =>
  new Promise((resolve, reject) => {
    const child = fork(moduleOf(topic, folder), {
      cwd: folder,
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
