import { AwakeTimer } from '../../runtime/timers.js';
import type { CacheRuntime } from '../../runtime/cache-runtime.js';
import { abortable } from '../../runtime/abortable.js';
import type { SsmCacheError } from '../../errors/index.js';
import type { Reference } from '../source.interface.js';
import { CallTimeout, isThrottling, mayPass, toSsmCacheError } from './aws-error.js';
import { CallQueue, type CallFailure } from './call-queue.js';
import { CallRecord } from './call-record.js';
import type { PendingCall } from './pending-call.js';
import { abortedWithAll, type PendingRequest } from './pending-request.js';

/** How often a call is repeated at once that was cut off because the process stood still. */
const MOST_STANDSTILLS = 10;

/** How much of the time that a call may take it can be made to wait for its turn before. */
const LONGEST_WAIT = 0.5;

type Requests = readonly PendingRequest<Reference>[];
type Call<T> = (signal: AbortSignal) => Promise<T>;

/** An answer, or a failure and whether the process stood still meanwhile. */
type Outcome<T> = { readonly answer: T } | { readonly failure: CallFailure; readonly hasStoodStill: boolean };

/**
 * The calls of one client. A call waits for a place and for its turn, and is then given up if it goes without an answer for
 * too long.
 *
 * - A call that was cut off because the process stood still is repeated at once.
 * - While the application starts, a call that fails in a way that may pass is repeated at the pace that AWS allows.
 */
export class ClientCalls {
  readonly record: CallRecord;
  readonly #queue: CallQueue;
  /** What failed while the application starts and is to be repeated, by the key of its reference. */
  readonly #troubles = new Map<string, unknown>();
  #starts = 0;

  constructor(
    private readonly runtime: Pick<CacheRuntime, 'clock' | 'scheduler' | 'random'>,
    /** What each call waits for, if for anything. */
    private readonly beforeCall?: (call: Pick<PendingCall, 'longest' | 'signal'>) => Promise<void>,
  ) {
    this.#queue = new CallQueue(runtime);
    this.record = new CallRecord(runtime);
  }

  /** Whether failed calls are repeated here, so that the client does not have to. */
  get isStarting(): boolean {
    return this.#starts > 0;
  }

  /** Repeats what fails until `start` has settled. */
  async during<T>(start: () => Promise<T>): Promise<T> {
    this.#starts += 1;
    try {
      return await start();
    } finally {
      this.#starts -= 1;
      if (!this.isStarting) {
        this.#troubles.clear();
        this.#queue.endPacing();
      }
    }
  }

  /** What the last call for this reference failed with, if it waits to be repeated. */
  troubleOf({ key, fullName }: Reference): SsmCacheError | undefined {
    return this.#troubles.has(key) ? toSsmCacheError(this.#troubles.get(key), fullName, '') : undefined;
  }

  /**
   * What `call` answers, when its turn has come. Its signal is aborted when the call has gone without an answer for too long,
   * and when all of the requests are given up.
   */
  async run<T>(requests: Requests, call: Call<T>): Promise<T> {
    const signal = abortedWithAll(requests);
    let repeats: CallFailure | undefined;
    for (let standstills = 0; ;) {
      await this.#queue.enter(signal, repeats);
      const outcome = await this.#ask(call, signal, requests).finally(() => this.#queue.leave());
      if ('answer' in outcome) return outcome.answer;
      const { failure, hasStoodStill } = outcome;
      if (signal.aborted) throw failure.error;
      if (!mayPass(failure.error)) {
        this.#answered(requests);
        throw failure.error;
      }
      if (hasStoodStill && !isThrottling(failure.error) && standstills < MOST_STANDSTILLS) {
        standstills += 1;
        repeats = undefined;
      } else if (this.isStarting) {
        this.#slowDown(requests, failure);
        repeats = failure;
      } else {
        throw failure.error;
      }
    }
  }

  async #ask<T>(call: Call<T>, given: AbortSignal, requests: Requests): Promise<Outcome<T>> {
    const callTimeout = Math.max(...requests.map((request) => request.callTimeout));
    const longest = this.isStarting ? Infinity : callTimeout * LONGEST_WAIT;
    if (this.beforeCall !== undefined) await this.beforeCall({ longest, signal: given });
    const controller = new AbortController();
    const abort = (): void => controller.abort(given.reason);
    if (given.aborted) abort();
    given.addEventListener('abort', abort, { once: true });
    const cutOff = (): void => controller.abort(new CallTimeout(callTimeout / 1_000));
    const timer = new AwakeTimer(this.runtime, callTimeout, cutOff, false, true);
    const sent = this.record.open(callTimeout, () => timer.hasStoodStill);
    try {
      const answer = await abortable(controller.signal, () => call(controller.signal));
      this.#answered(requests);
      this.record.answered();
      return { answer };
    } catch (error) {
      const { hasStoodStill } = timer;
      if (!given.aborted && !hasStoodStill) this.record.failed(sent, error);
      return { failure: { error }, hasStoodStill };
    } finally {
      this.record.close(sent);
      timer.cancel();
      given.removeEventListener('abort', abort);
    }
  }

  #answered(requests: Requests): void {
    for (const { reference } of requests) this.#troubles.delete(reference.key);
    this.#queue.pace.answered();
  }

  #slowDown(requests: Requests, { error }: CallFailure): void {
    const now = this.runtime.clock.now().monotonic;
    if (isThrottling(error)) this.#queue.pace.throttled(now);
    else this.#queue.pace.failed(now);
    for (const { reference } of requests) this.#troubles.set(reference.key, error);
  }
}
