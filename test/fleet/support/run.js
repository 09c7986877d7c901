/**
 * Measures what a fleet has to show, and prints it as one table. What is timed has the machine for itself. What only counts runs on all
 * processors afterwards.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableOf } from '../../reliability/support/table-reporter.js';
import { ROWS } from './rows.js';

const COUNTED = ['schedules', 'groups', 'forgery', 'steady', 'rotation'];

const folder = mkdtempSync(join(tmpdir(), 'fleet-'));
const file = join(folder, 'report.jsonl');
writeFileSync(file, '');
const env = {
  FLEET_CHAOS: '60000',
  FLEET_SCHEDULES: '50000',
  ...process.env,
  FLEET_FIGURES: '1',
  RELIABILITY_REPORT: file,
};

/** @returns whether all specs have passed */
const run = (...args) => {
  const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];
  const options = ['--selectProjects', 'nestjs-ssm-cache', '--verbose=false'];
  const { status } = spawnSync(process.execPath, [...jest, ...options, ...args], { env, stdio: 'inherit' });
  return status === 0;
};

const counted = COUNTED.map((name) => `test/fleet/${name}.spec.ts`);
const isTimedWell = run('--runInBand', '--testPathIgnorePatterns', ...counted, '--', 'test/fleet');
const isCountedWell = run('--maxWorkers=100%', '--', ...counted);
const { holds, text } = tableOf(ROWS, file, false);
rmSync(folder, { recursive: true, force: true });
process.stdout.write(text);
process.exitCode = isTimedWell && isCountedWell && holds ? 0 : 1;
