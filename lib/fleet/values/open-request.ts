import { ageOf, type Stamp } from '../../runtime/clock.js';
import type { Answer, FetchRequest } from '../../sources/source.interface.js';

/** A request that is not answered yet. */
export class OpenRequest {
  readonly answer: Promise<Answer>;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
  /** The number of the fetch, where this process fetches it for all. */
  ticket: number | undefined;
  /** The last ticket that was given when the request came: whatever has a later one was fetched after the request. */
  after: number | undefined;

  constructor(
    readonly request: FetchRequest,
    readonly key: string,
    readonly begin: Stamp,
  ) {
    let resolve!: (answer: Answer) => void;
    let reject!: (error: unknown) => void;
    this.answer = new Promise((settle, fail) => {
      resolve = settle;
      reject = fail;
    });
    this.resolve = resolve;
    this.reject = reject;
  }

  /** How long it may wait for another process from now on, in milliseconds. */
  patience(now: Stamp, share: number): number {
    if (this.request.signal.aborted) return 0;
    return this.request.callTimeout * share - ageOf(this.begin, now);
  }
}
