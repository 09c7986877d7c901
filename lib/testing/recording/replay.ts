import type { AwsRequestOptions } from '../interfaces/aws-command.interface.js';
import { abortError } from '../shared/aws-errors.js';
import { CallNotRecordedError } from './call-not-recorded.error.js';
import { nearestCalls } from './nearest-calls.js';
import type { RecordedCall } from './recorded-call.interface.js';
import { inputKey, namesOf, recordedInput } from './recorded-input.js';
import { replayedError } from './recorded-outcome.js';
import { notRecordedMessage, type Question } from './recording.messages.js';
import { fromTaggedJson } from './tagged-json.js';

/** Recorded calls, to be answered again: equal ones in their order, the last of them for ever. */
export class Replay {
  readonly #file: string;
  readonly #calls = new Map<string, [RecordedCall, ...RecordedCall[]]>();

  constructor(file: string, calls: readonly RecordedCall[]) {
    this.#file = file;
    for (const call of calls) {
      const equal = this.#calls.get(keyOf(call));
      if (equal === undefined) this.#calls.set(keyOf(call), [call]);
      else equal.push(call);
    }
  }

  async answer(operation: string, input: unknown, options?: AwsRequestOptions): Promise<any> {
    if (options?.abortSignal?.aborted) throw abortError();
    const call = this.#take({ operation, input: recordedInput(input) });
    if ('error' in call) throw replayedError(call.error, this.#file);
    return call.output === undefined ? undefined : fromTaggedJson(call.output);
  }

  #take(question: Question): RecordedCall {
    const equal = this.#calls.get(keyOf(question));
    if (equal === undefined) throw this.#notRecorded(question);
    const [first] = equal;
    if (equal.length > 1) equal.shift();
    return first;
  }

  #notRecorded(question: Question): CallNotRecordedError {
    const recorded = [...this.#calls.values()].map(([first]) => first);
    const nearest = nearestCalls(question, recorded);
    return new CallNotRecordedError(notRecordedMessage(question, this.#file, nearest), {
      names: namesOf(question.input),
    });
  }
}

const keyOf = ({ operation, input }: Question): string => `${operation} ${inputKey(input)}`;
