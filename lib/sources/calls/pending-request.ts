import type { Answer, FetchRequest, Reference } from '../source.interface.js';

/** All the requests for one reference that go out together, answered by one. */
export class PendingRequest<R extends Reference> {
  readonly reference: R;
  readonly answer: Promise<Answer>;
  readonly signals: AbortSignal[];
  /** How long one call may go without an answer, in milliseconds, for the most patient of the requests. */
  callTimeout: number;
  /** The strictest of the requests' ages, in milliseconds. */
  maxAge: number;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;

  constructor({ reference, signal, callTimeout, maxAge }: FetchRequest) {
    this.reference = reference as R;
    this.signals = [signal];
    this.callTimeout = callTimeout;
    this.maxAge = maxAge;
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

/** What is sent for the requests, each reference once; and the answers, in the order of the requests. */
export const joinRequests = <R extends Reference>(
  requests: readonly FetchRequest[],
): { readonly pending: readonly PendingRequest<R>[]; readonly answers: readonly Promise<Answer>[] } => {
  const byKey = new Map<string, PendingRequest<R>>();
  const answers = requests.map((request) => {
    const { key } = request.reference;
    const joined = byKey.get(key);
    if (joined !== undefined) joined.join(request);
    const pending = joined ?? new PendingRequest<R>(request);
    byKey.set(key, pending);
    return pending.answer;
  });
  return { pending: [...byKey.values()], answers };
};

/** A signal that is aborted when nobody waits for any of the requests any longer. */
export const abortedWithAll = (requests: readonly PendingRequest<Reference>[]): AbortSignal => {
  const signals = [...new Set(requests.flatMap((request) => request.signals))];
  const [only] = signals;
  if (only !== undefined && signals.length === 1) return only;
  const controller = new AbortController();
  let waiting = signals.filter((signal) => !signal.aborted).length;
  if (waiting === 0) controller.abort();
  const leave = (): void => {
    waiting -= 1;
    if (waiting === 0) controller.abort();
  };
  for (const signal of signals) signal.addEventListener('abort', leave, { once: true });
  return controller.signal;
};
