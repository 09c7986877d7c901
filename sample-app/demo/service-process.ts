import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Turn } from './turn.interface.js';

/** The service in a process of its own, seen from the process that sends the load. */
export class ServiceProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly ended: Promise<never>,
    readonly url: string,
  ) {}

  static async start({ pending, strategy, window }: Turn, signal: AbortSignal): Promise<ServiceProcess> {
    const child = fork(new URL('service.js', import.meta.url), {
      env: {
        ...process.env,
        // An event would end the wait for AWSCURRENT, too: what is compared is `pending` alone.
        SAMPLE_EVENTS: 'off',
        SAMPLE_KEY_AGE: '5',
        SAMPLE_PENDING: pending ? 'on' : 'off',
        SAMPLE_STRATEGY: strategy,
        SAMPLE_WINDOW: String(window),
      },
    });
    const ended = once(child, 'exit').then(([code]) =>
      Promise.reject<never>(new Error(`The service ended with ${code}.`)),
    );
    ended.catch(() => undefined);
    const [url] = await Promise.race([once(child, 'message', { signal }), ended]);
    return new ServiceProcess(child, ended, String(url));
  }

  /** How often the secret with the login has been read so far, by anybody. */
  async secretReads(): Promise<number> {
    const answer = once(this.child, 'message');
    this.child.send('reads');
    const [reads] = await Promise.race([answer, this.ended]);
    return Number(reads);
  }

  async stop(): Promise<void> {
    this.child.kill();
    await this.ended.catch(() => undefined);
  }
}
