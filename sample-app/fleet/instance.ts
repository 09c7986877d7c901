/** One of many processes of the orders service, which work together as a fleet. */
import { once } from 'node:events';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Redis } from 'ioredis';
import { SsmCache, type SsmFleetOptions } from 'nestjs-ssm-cache';
import { AppModule } from '../app.module.js';
import { shutdownSignal } from '../shutdown-signal.js';
import type { InstanceMessage, InstancePlan } from './instance.interface.js';
import { FLEET_KEY, NAMESPACE } from './plan.js';

const signal = shutdownSignal();
// A demo that is interrupted leaves no process behind.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
const tell = (message: InstanceMessage) => void (process.connected && process.send?.(message));

try {
  const [plan] = (await once(process, 'message', { signal })) as [InstancePlan];
  await run(plan);
} catch (error) {
  if (!signal.aborted) process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
}
process.exit();

async function run({ environment, redisPort, share }: InstancePlan): Promise<void> {
  const client = new Redis(redisPort);
  // Without a listener ioredis prints each attempt to connect.
  client.on('error', () => undefined);
  const fleet: SsmFleetOptions = { client, namespace: NAMESPACE, share };
  // The key of shared values is read by a cache of its own, past the fleet.
  const keys = new SsmCache({ maxAge: 300, secretsManager: environment.aws });
  if (share === 'values') fleet.keys = [keys.secret(FLEET_KEY)];

  const app = await NestFactory.create<NestExpressApplication>(AppModule.forRoot({ ...environment, fleet }), {
    logger: false,
    abortOnError: false,
  });
  app.get(SsmCache).changes$.subscribe(({ name, version, parameters = [{ name, version }] }) => {
    for (const one of parameters) tell({ kind: 'change', name: one.name, version: one.version });
  });
  await app.listen(0, '127.0.0.1');
  tell({ kind: 'ready', url: await app.getUrl() });

  if (!signal.aborted) await once(signal, 'abort');
  await app.close();
  keys.close();
  client.disconnect();
}
