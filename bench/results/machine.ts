import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import type { Table } from '../support/report.js';

const PACKAGES = [
  'nestjs-ssm-cache',
  '@nestjs/core',
  '@nestjs/config',
  '@nestjs/cache-manager',
  'cache-manager',
  'lru-cache',
  '@aws-lambda-powertools/parameters',
  '@middy/ssm',
  '@aws-sdk/client-ssm',
];

const require = createRequire(import.meta.url);

/** The manifest of a package, which not every package exports. */
const versionOf = async (name: string): Promise<string> => {
  for (const root of require.resolve.paths(name) ?? []) {
    try {
      const manifest = await readFile(join(root, name, 'package.json'), 'utf8');
      return (JSON.parse(manifest) as { version: string }).version;
    } catch {
      // It lies in a folder further up.
    }
  }
  throw new Error(`${name} is not installed: run "npm ci" in ${dirname(import.meta.dirname)}.`);
};

/** What was measured, and on what. */
export const machineTable = async (): Promise<Table> => ({
  title: 'Machine and versions',
  note: '',
  columns: ['what', 'which'],
  rows: [
    ['measured', new Date().toISOString().slice(0, 16).replace('T', ' ')],
    ['processor', `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'unknown'}`],
    ['load of the last minute, at the end', (loadavg()[0] ?? 0).toFixed(1)],
    ['memory', `${Math.round(totalmem() / 2 ** 30)} GiB`],
    ['system', `${platform()} ${release()}, ${arch()}`],
    ['Node', process.version],
    ...(await Promise.all(PACKAGES.map(async (name) => [`\`${name}\``, await versionOf(name)]))),
  ],
});
