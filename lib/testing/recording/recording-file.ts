import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isRecord } from '../shared/is-record.js';
import type { RecordedCall } from './recorded-call.interface.js';
import { RecordingFileError } from './recording-file.error.js';
import { unreadableFileMessage, unwritableFileMessage } from './recording.messages.js';

const FORMAT = 'nestjs-ssm-cache/recording@1';
const OWNER_ONLY = 0o600;

/** Replaces the file as a whole: a reader finds the calls of before or those of now, never a part of them. */
export function writeRecording(file: string, calls: readonly RecordedCall[]): void {
  try {
    replaceFile(file, `${JSON.stringify({ format: FORMAT, calls }, undefined, 2)}\n`);
  } catch (error) {
    throw new RecordingFileError(unwritableFileMessage(file, codeOf(error)), { names: [file] });
  }
}

function replaceFile(file: string, content: string): void {
  const draft = `${file}.${randomUUID()}.tmp`;
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileSync(draft, content, { mode: OWNER_ONLY });
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** The calls in a file. What is wrong with it is told without quoting it. */
export function readRecording(file: string): readonly RecordedCall[] {
  const content = parsed(file, text(file));
  if (!isRecord(content) || content['format'] !== FORMAT || !Array.isArray(content['calls'])) {
    throw unreadable(file, `it is not a recording of the format "${FORMAT}"`);
  }
  const calls: readonly unknown[] = content['calls'];
  const malformed = calls.findIndex((call) => !isRecordedCall(call));
  if (malformed !== -1) throw unreadable(file, `call ${malformed + 1} in it is malformed`);
  return calls as readonly RecordedCall[];
}

function text(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = codeOf(error);
    throw unreadable(file, code === 'ENOENT' ? 'it does not exist' : `it cannot be read (${code})`);
  }
}

function parsed(file: string, content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    throw unreadable(file, 'it is not JSON');
  }
}

const isRecordedCall = (call: unknown): boolean =>
  isRecord(call) &&
  typeof call['operation'] === 'string' &&
  isRecord(call['input']) &&
  (!('error' in call) || (isRecord(call['error']) && typeof call['error']['name'] === 'string'));

const unreadable = (file: string, reason: string): RecordingFileError =>
  new RecordingFileError(unreadableFileMessage(file, reason), { names: [file] });

const codeOf = (error: unknown): string => String((error as NodeJS.ErrnoException).code);
