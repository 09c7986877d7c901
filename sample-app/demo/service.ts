/**
 * The service under load, in a process of its own: the load must not take its time, and the options of a decorator are read once for a
 * process. It says where it listens, and on each message how often the cache has read the secret.
 */
import { once } from 'node:events';
import { shutdownSignal } from '../shutdown-signal.js';
import { startSample } from '../start-sample.js';

const signal = shutdownSignal();
// A demo that is interrupted leaves no service behind.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));

try {
  const { url, environment, close } = await startSample({ port: 0, signal, logger: false });
  process.on('message', () => process.connected && process.send?.(environment.secretReads?.() ?? 0));
  process.send?.(url);
  if (!signal.aborted) await once(signal, 'abort');
  await close();
} catch (error) {
  if (!signal.aborted) process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
}
process.exit();
