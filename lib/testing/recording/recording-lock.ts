import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { isRecord } from '../shared/is-record.js';
import { RecordingFileError } from './recording-file.error.js';
import { lockedFileMessage } from './recording.messages.js';

/** Who writes a recording. */
export interface Holder {
  readonly pid: number;
  readonly thread: number;
  readonly host: string;
  readonly since: string;
}

/**
 * One process at a time writes a recording. The lock is a file of its own among the temporary ones, so that a process that is
 * killed leaves nothing beside the recordings; the next process takes it over.
 */
export class RecordingLock {
  readonly #recording: string;
  readonly #file: string;
  readonly #content: string;

  /**
   * @param recording its name in messages
   * @param path where it is, without symbolic links
   */
  constructor(recording: string, path: string) {
    const id = createHash('sha256').update(path).digest('hex').slice(0, 16);
    const holder: Holder = {
      pid: process.pid,
      thread: threadId,
      host: hostname(),
      since: new Date().toISOString(),
    };
    this.#recording = recording;
    this.#file = join(tmpdir(), `nestjs-ssm-cache-${id}.lock.json`);
    this.#content = JSON.stringify({ ...holder, token: randomUUID() });
  }

  /** @throws `RecordingFileError` that says who holds it */
  acquire(): void {
    if (this.#create()) return;
    if (!isOver(this.#holder())) throw this.#isHeld();
    rmSync(this.#file, { force: true });
    if (!this.#create()) throw this.#isHeld();
  }

  /** Checks that it is still held: temporary files may be removed, and another may then have taken it. */
  confirm(): void {
    if (this.#read() !== this.#content && !this.#create()) throw this.#isHeld();
  }

  release(): void {
    if (this.#read() === this.#content) rmSync(this.#file, { force: true });
  }

  #create(): boolean {
    try {
      writeFileSync(this.#file, this.#content, { flag: 'wx' });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    }
  }

  #read(): string | undefined {
    try {
      return readFileSync(this.#file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  #holder(): Holder | undefined {
    try {
      const holder: unknown = JSON.parse(this.#read() ?? '');
      return isRecord(holder) ? (holder as unknown as Holder) : undefined;
    } catch {
      return undefined;
    }
  }

  #isHeld(): RecordingFileError {
    const message = lockedFileMessage(this.#recording, this.#holder(), this.#file);
    return new RecordingFileError(message, { names: [this.#recording] });
  }
}

/**
 * Whether a holder will write no more. Its process has ended; or it is this process, which has loaded this module again,
 * as test runners do for each file of tests.
 */
function isOver(holder: Holder | undefined): boolean {
  if (holder?.host !== hostname()) return false;
  return holder.pid === process.pid ? holder.thread === threadId : !isAlive(holder.pid);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
