import { compactText } from './json-text.js';
import { shownInput } from './recorded-input.js';
import type { Holder } from './recording-lock.js';
import type { JsonObject } from './tagged-json.js';

/** What a call asks for, without values. */
export interface Question {
  readonly operation: string;
  readonly input: JsonObject;
}

const shown = ({ operation, input }: Question): string => `${operation} ${compactText(shownInput(input))}`;

const howToRecord = (file: string): string =>
  `Run once against AWS with recordClient(client, ${JSON.stringify(file)})`;

export const notRecordedMessage = (call: Question, file: string, nearest: readonly Question[]): string =>
  [
    `"${file}" holds no answer to ${shown(call)}.`,
    nearest.length === 0
      ? 'No call is recorded in it.'
      : ['The nearest recorded calls are:', ...nearest.map((recorded) => `  ${shown(recorded)}`)].join('\n'),
    `${howToRecord(file)} to record it.`,
  ].join('\n');

export const unreadableFileMessage = (file: string, reason: string): string =>
  `The recording "${file}" cannot be used: ${reason}. ${howToRecord(file)} to make it.`;

export const unwritableFileMessage = (file: string, code: string): string =>
  `The recording "${file}" cannot be written (${code}). Check the path, its permissions and the space left.`;

export const changedFileMessage = (file: string): string =>
  `The recording "${file}" was changed by another program, so no call is added to it. Record to a file that nothing else writes.`;

export const lockedFileMessage = (file: string, holder: Holder | undefined, lock: string): string =>
  [
    `The recording "${file}" is already being written by ${shownHolder(holder)}.`,
    'Record to another file, or call destroy() on every client that records to it, or end that process.',
    `If no process records to it, delete "${lock}".`,
  ].join(' ');

const shownHolder = (holder: Holder | undefined): string =>
  holder === undefined
    ? 'another process'
    : `process ${holder.pid}${holder.thread === 0 ? '' : `, thread ${holder.thread},`} on "${holder.host}" since ${holder.since}`;

export const notAClientMessage =
  'recordClient() was given a client that has neither send(command) nor a method of AWS such as getParameters() or getSecretValue(). Give it an SDK client, or an object that has one or the other.';
