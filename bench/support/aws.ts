import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { LocalAws } from 'nestjs-ssm-cache/testing';

export interface AwsRequest {
  readonly parameters?: Readonly<Record<string, string>>;
  /** Milliseconds from a request to its answer. */
  readonly latency?: number;
  /** Whether every request is answered with 503. */
  readonly isAway?: boolean;
  /** Forgets the calls so far. */
  readonly reset?: boolean;
}

export interface AwsAnswer {
  readonly config: ReturnType<LocalAws['clientConfig']>;
  /** How many requests came since the calls were forgotten, those that the SDK repeated included. */
  readonly calls: number;
}

const SCRIPT = fileURLToPath(new URL('./aws-process.js', import.meta.url));

/** A local AWS that runs in another process. */
export class Aws {
  private constructor(
    private readonly child: ChildProcess,
    readonly config: AwsAnswer['config'],
  ) {}

  static async start(request: AwsRequest): Promise<Aws> {
    const child = fork(SCRIPT, { execArgv: ['--no-warnings'] });
    const { config } = await ask(child, request);
    return new Aws(child, config);
  }

  async set(request: AwsRequest): Promise<void> {
    await ask(this.child, request);
  }

  /** The calls since the last time it was asked. */
  async takeCalls(): Promise<number> {
    const { calls } = await ask(this.child, { reset: true });
    return calls;
  }

  stop(): void {
    this.child.disconnect();
  }
}

const ask = async (child: ChildProcess, request: AwsRequest): Promise<AwsAnswer> => {
  const answer = once(child, 'message');
  child.send(request);
  const [message] = (await answer) as [AwsAnswer];
  return message;
};
