import { maskCall } from './mask-call.js';
import type { RecordedCall, RecordedOutcome } from './recorded-call.interface.js';
import type { CallWriter, Position } from './recording-file.js';
import type { Question } from './recording.messages.js';
import { StandIns } from './stand-ins.js';

/** A call that has begun. It ends in one of two ways. */
export interface Turn {
  /** Its answer is in the file when this returns. If this throws, the call has no part in the recording. */
  readonly finish: (outcome: RecordedOutcome) => void;
  /** It has no part in the recording. */
  readonly drop: () => void;
}

interface Slot extends Question {
  readonly keepsValues: boolean;
  outcome?: RecordedOutcome;
}

/**
 * The calls of one file, in the order in which they began. An answer is written at once behind the ones before it; when no call is
 * under way any more, calls that were overtaken are put in their order. So each call is masked and written twice at most.
 */
export class Recording {
  readonly #file: CallWriter;
  readonly #standIns = new StandIns();
  /** Since the calls in the file were last in their order: what has begun, and what of it is in the file, as it is there. */
  #begun: Slot[] = [];
  #written = new Set<Slot>();
  #ordered: Position;
  #end: Position;
  #underWay = 0;
  #isClosed = false;

  constructor(file: CallWriter) {
    this.#file = file;
    this.#ordered = file.start;
    this.#end = file.start;
  }

  /** Keeps the place of a call. */
  begin(question: Question, keepsValues: boolean): Turn {
    const slot: Slot = { ...question, keepsValues };
    this.#begun.push(slot);
    this.#underWay += 1;
    return {
      finish: (outcome) => {
        slot.outcome = outcome;
        this.#underWay -= 1;
        if (this.#isClosed) return;
        this.#write([slot]);
        if (this.#underWay === 0) this.#putInOrder();
      },
      drop: () => {
        this.#underWay -= 1;
        if (this.#underWay === 0 && !this.#isClosed) this.#putInOrder();
      },
    };
  }

  /** What is answered from now on is not written. */
  close(): void {
    try {
      this.#putInOrder();
    } finally {
      this.#isClosed = true;
      this.#file.release();
    }
  }

  #putInOrder(): void {
    const ordered = this.#begun.filter((slot) => this.#written.has(slot));
    const written = [...this.#written];
    if (ordered.some((slot, index) => slot !== written[index])) {
      this.#standIns.undo();
      this.#written.clear();
      this.#end = this.#ordered;
      this.#write(ordered);
    }
    this.#standIns.keep();
    this.#begun = [];
    this.#written.clear();
    this.#ordered = this.#end;
  }

  #write(slots: readonly Slot[]): void {
    this.#end = this.#file.write(
      this.#end,
      slots.map((slot) => this.#recorded(slot)),
    );
    for (const slot of slots) this.#written.add(slot);
  }

  #recorded({ operation, input, keepsValues, outcome }: Slot): RecordedCall {
    const call = { operation, input, ...outcome };
    return keepsValues ? call : maskCall(call, this.#standIns);
  }
}
