import {
  chmodSync,
  closeSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { indentedText } from './json-text.js';
import { FORMAT } from './read-recording.js';
import type { RecordedCall } from './recorded-call.interface.js';
import { RecordingFileError } from './recording-file.error.js';
import { RecordingLock } from './recording-lock.js';
import { changedFileMessage, unwritableFileMessage } from './recording.messages.js';
import type { JsonObject } from './tagged-json.js';

const OWNER_ONLY = 0o600;
const HEADER = `{\n  "format": "${FORMAT}",\n  "calls": [`;
const LEVEL_OF_CALLS = 2;

/** A place behind a number of calls. What is behind it can be replaced. */
export interface Position {
  readonly bytes: number;
  readonly calls: number;
}

/** Where calls are written. */
export interface CallWriter {
  /** The position before the first call. */
  readonly start: Position;
  /** Writes calls in place of all that is behind a position, and returns the position behind them. */
  write(at: Position, calls: readonly RecordedCall[]): Position;
  /** Nothing will be written any more. */
  release(): void;
}

/** The file of a recording. It is a complete recording after each write, and a write is as long as the calls in it. */
export class RecordingFile implements CallWriter {
  readonly start: Position = { bytes: HEADER.length, calls: 0 };
  readonly #file: string;
  readonly #path: string;
  readonly #lock: RecordingLock;
  #size = HEADER.length + endingBehind(0).length;

  /**
   * Begins the file anew, if no other process writes it.
   *
   * @param file its name in messages
   * @param path where it is, without symbolic links
   */
  constructor(file: string, path: string) {
    this.#file = file;
    this.#path = path;
    this.#lock = new RecordingLock(file, path);
    told(file, () => {
      this.#lock.acquire();
      try {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, HEADER + endingBehind(0), { mode: OWNER_ONLY });
        chmodSync(path, OWNER_ONLY);
      } catch (error) {
        this.#lock.release();
        throw error;
      }
    });
  }

  write(at: Position, calls: readonly RecordedCall[]): Position {
    return told(this.#file, () => {
      this.#lock.confirm();
      const descriptor = openSync(this.#path, 'r+');
      try {
        if (fstatSync(descriptor).size !== this.#size) {
          throw new RecordingFileError(changedFileMessage(this.#file), { names: [this.#file] });
        }
        return this.#replace(descriptor, at, calls);
      } finally {
        closeSync(descriptor);
      }
    });
  }

  release(): void {
    this.#lock.release();
  }

  #replace(descriptor: number, at: Position, calls: readonly RecordedCall[]): Position {
    const text = calls.map((call, index) => separated(call, at.calls + index)).join('');
    const end = { bytes: at.bytes + Buffer.byteLength(text), calls: at.calls + calls.length };
    try {
      this.#put(descriptor, at, text + endingBehind(end.calls));
    } catch (error) {
      // a full disk has room for the ending of what is already there
      this.#put(descriptor, at, endingBehind(at.calls));
      throw error;
    }
    return end;
  }

  #put(descriptor: number, at: Position, text: string): void {
    const bytes = Buffer.from(text);
    for (let written = 0; written < bytes.length;) {
      written += writeSync(descriptor, bytes, written, bytes.length - written, at.bytes + written);
    }
    ftruncateSync(descriptor, at.bytes + bytes.length);
    this.#size = at.bytes + bytes.length;
  }
}

const separated = (call: RecordedCall, before: number): string =>
  `${before === 0 ? '' : ','}\n    ${indentedText(call as unknown as JsonObject, LEVEL_OF_CALLS)}`;

/** What completes the JSON behind a number of calls. */
const endingBehind = (calls: number): string => (calls === 0 ? ']\n}\n' : '\n  ]\n}\n');

/** What goes wrong with a file, as an error that names it. */
export function told<Result>(file: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof RecordingFileError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new RecordingFileError(unwritableFileMessage(file, String(code)), { names: [file] });
  }
}
