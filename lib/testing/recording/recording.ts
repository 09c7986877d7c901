import { maskCall } from './mask-call.js';
import type { RecordedCall, RecordedOutcome } from './recorded-call.interface.js';
import { writeRecording } from './recording-file.js';
import type { Question } from './recording.messages.js';
import { StandIns } from './stand-ins.js';

type Finish = (outcome: RecordedOutcome) => void;

interface Slot extends Question {
  readonly keepsValues: boolean;
  outcome?: RecordedOutcome;
}

/** The calls of one file, in the order in which they began, whatever the order of their answers. */
export class Recording {
  readonly #file: string;
  readonly #slots: Slot[] = [];
  #isClosed = false;

  /** Begins the file anew. */
  constructor(file: string) {
    this.#file = file;
    this.#write();
  }

  /** Keeps the place of a call. Its answer is in the file when the function that is returned returns. */
  begin(question: Question, keepsValues: boolean): Finish {
    const slot: Slot = { ...question, keepsValues };
    this.#slots.push(slot);
    return (outcome) => {
      slot.outcome = outcome;
      this.#write();
    };
  }

  /** What is answered from now on is not written. */
  close(): void {
    this.#isClosed = true;
    this.#slots.length = 0;
  }

  #write(): void {
    if (this.#isClosed) return;
    const standIns = new StandIns();
    const calls = this.#slots.flatMap(({ operation, input, keepsValues, outcome }): RecordedCall[] => {
      if (outcome === undefined) return [];
      const call = { operation, input, ...outcome };
      return [keepsValues ? call : maskCall(call, standIns)];
    });
    writeRecording(this.#file, calls);
  }
}
