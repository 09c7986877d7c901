import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HeapSnapshot } from './heap-snapshot.js';

/** Another process that reads from `endpoint`, a step at a time, and whose heap can be looked into after each. */
export class ReadingProcess {
  readonly #folder = mkdtempSync(join(tmpdir(), 'heap-'));
  readonly #process: ChildProcess;

  private constructor(endpoint: string) {
    this.#process = fork(join(import.meta.dirname, 'reader.mjs'), {
      execArgv: ['--expose-gc', '--no-warnings'],
      env: { PATH: process.env['PATH'], ENDPOINT: endpoint, FOLDER: this.#folder },
    });
  }

  static async start(endpoint: string): Promise<ReadingProcess> {
    const reading = new ReadingProcess(endpoint);
    await reading.#answer();
    return reading;
  }

  async step(
    name: 'read' | 'refresh' | 'fail' | 'close',
  ): Promise<{ heap: HeapSnapshot; failures?: number }> {
    this.#process.send(name);
    const { file, ...rest } = await this.#answer();
    return { heap: new HeapSnapshot(file), ...rest };
  }

  async end(): Promise<number | null> {
    if (this.#process.exitCode === null) {
      this.#process.send('end');
      await once(this.#process, 'exit');
    }
    rmSync(this.#folder, { recursive: true, force: true });
    return this.#process.exitCode;
  }

  async #answer(): Promise<{ file: string; failures?: number }> {
    const died = once(this.#process, 'exit').then(() => {
      throw new Error('The reading process has died.');
    });
    const [message] = (await Promise.race([once(this.#process, 'message'), died])) as [{ file: string }];
    died.catch(() => undefined);
    return message;
  }
}
