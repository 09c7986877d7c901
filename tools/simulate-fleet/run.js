/**
 * Simulates fleets of 10 to 10,000 processes, and writes what comes of it to results.json and to docs/deploy/fleet.md. It takes some
 * minutes and up to 8 GB of memory.
 *
 *     npm run simulate:fleet -- --instances 60
 */
import { spawnSync } from 'node:child_process';
import { build } from 'esbuild';

const OUT = 'build/simulate-fleet';
const MEGABYTES = 12_000;

await build({
  entryPoints: ['tools/simulate-fleet/main.ts'],
  outdir: OUT,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
});
const args = [
  `--max-old-space-size=${MEGABYTES}`,
  '--no-warnings',
  `${OUT}/main.mjs`,
  ...process.argv.slice(2),
];
const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
process.exitCode = status ?? 1;
