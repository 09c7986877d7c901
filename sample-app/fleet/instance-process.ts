import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { InstanceMessage, InstancePlan } from './instance.interface.js';

/** A process of the fleet, as the demo sees it. */
export class InstanceProcess {
  /** When it had each version that was new to it, by the clock of the demo. */
  private readonly changes = new Map<string, number>();

  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    /** When it was asked to start. */
    readonly startedAt: number,
  ) {
    child.on('message', (message: InstanceMessage) => {
      if (message.kind === 'change')
        this.changes.set(keyOf(message.name, message.version), performance.now());
    });
  }

  static async start(plan: InstancePlan, signal: AbortSignal): Promise<InstanceProcess> {
    const startedAt = performance.now();
    const child = fork(new URL('instance.js', import.meta.url), { execArgv: ['--no-warnings'] });
    child.send(plan);
    const ended = once(child, 'exit').then(([code]) =>
      Promise.reject<[InstanceMessage]>(new Error(`A process ended with ${code} while it started.`)),
    );
    const [message] = (await Promise.race([once(child, 'message', { signal }), ended])) as [InstanceMessage];
    ended.catch(() => undefined);
    if (message.kind !== 'ready') throw new Error('A process told of a change before it was ready.');
    return new InstanceProcess(child, message.url, startedAt);
  }

  /** When it had a version; `undefined` if it has not yet told of it. */
  hadAt(name: string, version: number | string): number | undefined {
    return this.changes.get(keyOf(name, version));
  }

  /** At once, whatever it does. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    await ended;
  }
}

const keyOf = (name: string, version: number | string | undefined) => `${name} ${version}`;
