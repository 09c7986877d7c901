import { readFileSync } from 'node:fs';
import { isRecord } from '../shared/is-record.js';
import type { RecordedCall } from './recorded-call.interface.js';
import { RecordingFileError } from './recording-file.error.js';
import { unreadableFileMessage } from './recording.messages.js';

export const FORMAT = 'nestjs-ssm-cache/recording@1';

/** The calls in a file. What is wrong with it is told without quoting it. */
export function readRecording(file: string): readonly RecordedCall[] {
  const content = parsed(file, decoded(bytesOf(file)));
  if (!isRecord(content) || content['format'] !== FORMAT || !Array.isArray(content['calls'])) {
    throw unreadable(file, `it is not a recording of the format "${FORMAT}"`);
  }
  const calls: readonly unknown[] = content['calls'];
  const malformed = calls.findIndex((call) => !isRecordedCall(call));
  if (malformed !== -1) throw unreadable(file, `call ${malformed + 1} in it is malformed`);
  return calls as readonly RecordedCall[];
}

function bytesOf(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw unreadable(file, code === 'ENOENT' ? 'it does not exist' : `it cannot be read (${code})`);
  }
}

/** Editors of Windows save a byte order mark, in front of UTF-8 or of UTF-16. The decoder leaves it out. */
function decoded(bytes: Uint8Array): string {
  const mark = Buffer.from(bytes.subarray(0, 2)).toString('hex');
  const encoding = mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

function parsed(file: string, content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    throw unreadable(file, 'it is not JSON, or its end is missing');
  }
}

const isRecordedCall = (call: unknown): boolean =>
  isRecord(call) &&
  typeof call['operation'] === 'string' &&
  isRecord(call['input']) &&
  (!('error' in call) || (isRecord(call['error']) && typeof call['error']['name'] === 'string'));

const unreadable = (file: string, reason: string): RecordingFileError =>
  new RecordingFileError(unreadableFileMessage(file, reason), { names: [file] });
