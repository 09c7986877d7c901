import type { Scheduler } from '../runtime/scheduler.js';
import type { Answer, FetchRequest, Source } from '../sources/source.interface.js';

/** Something that is about to be fetched. */
export interface Departure {
  /** Called when it is about to be sent. */
  depart(): readonly FetchRequest[];
  /** Receives one promise for each request, in the same order. */
  arrive(answers: readonly Promise<Answer>[]): void;
}

/** Sends what falls due in one turn of the event loop together, so that the source can batch it. */
export class RefreshBatcher {
  #due: Departure[] = [];

  constructor(
    private readonly source: Source,
    private readonly scheduler: Scheduler,
  ) {}

  add(departure: Departure): void {
    this.#due.push(departure);
    if (this.#due.length === 1) this.scheduler.endOfTurn(() => this.#send());
  }

  #send(): void {
    const departures = this.#due;
    this.#due = [];
    const requests = departures.map((departure) => departure.depart());
    const answers = this.source.fetch(requests.flat());
    let sent = 0;
    for (const [index, departure] of departures.entries()) {
      const end = sent + (requests[index]?.length ?? 0);
      departure.arrive(answers.slice(sent, end));
      sent = end;
    }
  }
}
