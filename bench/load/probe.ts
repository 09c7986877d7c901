/**
 * Imports packages, one after the other, in a process that is new, and tells what each took. Arguments: how, `import` or
 * `require`, then the packages.
 */
import { createRequire } from 'node:module';
import type { LoadTime } from './load-times.js';

const [how, ...packages] = process.argv.slice(2);
const load: (name: string) => unknown =
  how === 'require' ? createRequire(import.meta.url) : (name) => import(name);

const times: LoadTime[] = [];
for (const name of packages) {
  const startedAt = performance.now();
  const usage = process.cpuUsage();
  await load(name);
  const { user, system } = process.cpuUsage(usage);
  times.push({ name, time: performance.now() - startedAt, cpu: (user + system) / 1_000 });
}
process.stdout.write(JSON.stringify(times));
