/**
 * A fleet, unattended: twelve processes of the orders service behind one port, a local AWS that allows 40 calls a second,
 * PostgreSQL and Redis. While requests go on, the password is rotated, settings are pushed, and one after the other a process, Redis and
 * AWS fail. Ends with 0 only if no request failed but those that died with the process.
 *
 *     npm run demo:fleet -- --share values
 */
import { parseArgs } from 'node:util';
import { Logger } from '@nestjs/common';
import { Cleanup } from '../environment/cleanup.js';
import { shutdownSignal } from '../shutdown-signal.js';
import { Balancer } from './balancer.js';
import { Instances } from './instances.js';
import { readsOf } from './phase.js';
import { FULL, QUICK } from './plan.js';
import { findProblems, report } from './report.js';
import { Story } from './story.js';
import { startSurroundings } from './surroundings.js';

const { values: flags } = parseArgs({
  options: {
    /** What the processes share: `signals` or `values`. */
    share: { type: 'string', default: 'signals' },
    /** Three processes, for some seconds. */
    quick: { type: 'boolean', default: false },
  },
});
const share = flags.share === 'values' ? 'values' : 'signals';
const plan = flags.quick ? QUICK : FULL;

const signal = shutdownSignal();
const print = (text: string) => process.stdout.write(`${text}\n`);
const cleanup = new Cleanup();
Logger.overrideLogger(false);

try {
  process.exitCode = (await run()) ? 0 : 1;
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  print(signal.aborted ? 'Interrupted.' : `The demo failed: ${reason}`);
  process.exitCode = 1;
} finally {
  await cleanup.run();
}
process.exit();

async function run(): Promise<boolean> {
  print(`PostgreSQL, Redis and a local AWS start. The processes share ${share}.`);
  const surroundings = await startSurroundings(signal, cleanup);
  const { environment, aws, redis } = surroundings;
  const balancer = await Balancer.listen();
  cleanup.add(() => balancer.close());
  const instances = new Instances({ environment, redisPort: redis.port, share }, balancer, signal);
  cleanup.add(() => instances.stop());

  print(`${plan.processes} processes start …`);
  const times = await instances.start(plan.processes);
  print(
    `  all are there after ${(Math.max(...times) / 1_000).toFixed(1)} s, with ${readsOf(aws)} calls to AWS`,
  );
  print(`  they are behind ${balancer.url}`);

  const story = new Story({ ...surroundings, plan, instances, balancer, signal, print });
  cleanup.add(() => story.close());
  const results = await story.tell();
  print(report(results));
  const problems = findProblems(results);
  const lost = results.reduce((sum, result) => sum + result.lost, 0);
  const died = lost === 0 ? '' : ` but ${lost} that died with the process that was killed`;
  print(problems.length === 0 ? `No request failed${died}.` : problems.join('\n'));
  return problems.length === 0;
}
