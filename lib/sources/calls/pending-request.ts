import type { Answer, FetchRequest, Reference } from '../source.interface.js';

/** All the requests for one reference that go out together, answered by one. */
export class PendingRequest<R extends Reference> {
  readonly answer: Promise<Answer>;
  readonly signals: AbortSignal[] = [];
  /** How long one call may go without an answer, in milliseconds, for the most patient of the requests. */
  callTimeout = 0;
  /** The strictest of the requests' ages, in milliseconds. */
  maxAge = Infinity;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;

  constructor(readonly reference: R) {
    let resolve!: (answer: Answer) => void;
    let reject!: (error: Error) => void;
    this.answer = new Promise((settle, fail) => {
      resolve = settle;
      reject = fail;
    });
    this.resolve = resolve;
    this.reject = reject;
  }

  join({ signal, callTimeout, maxAge }: FetchRequest): void {
    this.signals.push(signal);
    this.callTimeout = Math.max(this.callTimeout, callTimeout);
    this.maxAge = Math.min(this.maxAge, maxAge);
  }
}

/** The requests by reference, each of which is then sent once. */
export const pendingByReference = <R extends Reference>(
  requests: readonly FetchRequest[],
): Map<string, PendingRequest<R>> => {
  const pending = new Map<string, PendingRequest<R>>();
  for (const request of requests) {
    const { reference } = request;
    const joined = pending.get(reference.key) ?? new PendingRequest(reference as R);
    joined.join(request);
    pending.set(reference.key, joined);
  }
  return pending;
};

/** A signal that is aborted when nobody waits for any of the requests any longer. */
export const abortedWithAll = (requests: readonly PendingRequest<Reference>[]): AbortSignal => {
  const controller = new AbortController();
  const signals = [...new Set(requests.flatMap((request) => request.signals))];
  let waiting = signals.filter((signal) => !signal.aborted).length;
  if (waiting === 0) controller.abort();
  const leave = (): void => {
    waiting -= 1;
    if (waiting === 0) controller.abort();
  };
  for (const signal of signals) signal.addEventListener('abort', leave, { once: true });
  return controller.signal;
};
