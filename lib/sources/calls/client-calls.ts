import { AwakeTimer } from '../../runtime/timers.js';
import type { CacheRuntime } from '../../runtime/cache-runtime.js';
import { abortable } from '../../runtime/abortable.js';
import { ageOf, type Stamp } from '../../runtime/clock.js';
import type { SsmCacheError } from '../../errors/index.js';
import type { Reference } from '../source.interface.js';
import { CallTimeout, isAnswer, mayPass, toSsmCacheError } from './aws-error.js';
import { CallQueue } from './call-queue.js';
import { Denials } from './denials.js';
import { CallFailure } from './call-failure.js';
import { OnePerTurn } from './one-per-turn.js';
import type { PendingCall } from './pending-call.js';
import { abortedWithAll, type PendingRequest } from './pending-request.js';

/** How often a call is repeated at once that was cut off because the process stood still. */
const MOST_STANDSTILLS = 10;

/** How much of the time that a call may take it can be made to wait for its turn before. */
const LONGEST_WAIT = 0.5;

/** A call that goes without an answer for longer hangs, in milliseconds, whatever time it is given. */
const HANGS_AFTER = 5_000;

type Requests = readonly PendingRequest<Reference>[];
type Call<T> = (signal: AbortSignal) => Promise<T>;

/** An answer, or a failure and whether the process stood still meanwhile. */
type Outcome<T> = { readonly answer: T } | { readonly failure: CallFailure; readonly hasStoodStill: boolean };

/** A call that was sent, and is not answered yet. */
interface OpenCall {
  readonly timer: AwakeTimer;
  readonly timeout: number;
}

/** What keeps a client from being answered. */
export interface CallTrouble {
  readonly kind: 'failing' | 'hanging';
  /** When the first of the calls was sent that went without an answer. */
  readonly since: Stamp;
  /** The name or code of the last error; none where the first call still waits. */
  readonly error: string | undefined;
}

/**
 * The calls of one client. A call waits for a place and for its turn, and is then given up if it goes without an answer for
 * too long.
 *
 * - A call that was cut off because the process stood still is repeated at once.
 * - While the application starts, a call that fails in a way that may pass is repeated at the pace that AWS allows.
 */
export class ClientCalls {
  readonly #queue: CallQueue;
  readonly #turns: OnePerTurn;
  readonly #open = new Set<OpenCall>();
  /** What the last call failed with, if AWS did not answer it. */
  #failed: { readonly since: Stamp; readonly code: string; readonly isTimeout: boolean } | undefined;
  #isUsed = false;
  /** What failed while the application starts and is to be repeated, by the key of its reference. */
  readonly #troubles = new Map<string, CallFailure>();
  #starts = 0;

  constructor(
    private readonly runtime: Pick<CacheRuntime, 'clock' | 'scheduler' | 'random'>,
    /** What each call waits for, if for anything. */
    private readonly beforeCall?: (call: Pick<PendingCall, 'longest' | 'signal'>) => Promise<void>,
  ) {
    this.#queue = new CallQueue(runtime);
    this.#turns = new OnePerTurn(runtime.scheduler);
  }

  /** Whether failed calls are repeated here, so that the client does not have to. */
  get isStarting(): boolean {
    return this.#starts > 0;
  }

  /** Whether there was ever a call. */
  get isUsed(): boolean {
    return this.#isUsed;
  }

  /**
   * Fulfilled when a client of the SDK may be given its next call: it gets one in a turn of the event loop, since signing takes
   * its time. The call may have been given up by then.
   */
  readonly turn = (): Promise<void> => this.#turns.take();

  /** What keeps calls from being answered; `undefined` if they are. A refusal of AWS is an answer. */
  get trouble(): CallTrouble | undefined {
    const failed = this.#failed;
    const hanging = [...this.#open].find((call) => this.#hangs(call));
    if (failed === undefined)
      return hanging && { kind: 'hanging', since: hanging.timer.startedAt, error: undefined };
    const isHanging = hanging !== undefined || failed.isTimeout;
    return { kind: isHanging ? 'hanging' : 'failing', since: failed.since, error: failed.code };
  }

  /** Counts what AWS denies of what goes out together, where that matters: while the application starts. */
  countDenials(): Denials | undefined {
    return this.isStarting ? new Denials() : undefined;
  }

  /** Repeats what fails until a start has ended. */
  async repeatUntil(ended: Promise<void>): Promise<void> {
    this.#starts += 1;
    await ended;
    this.#starts -= 1;
    if (this.isStarting) return;
    this.#troubles.clear();
    this.#queue.endPacing();
  }

  /** What the last call for this reference failed with, if it waits to be repeated. */
  troubleOf({ key, fullName }: Reference): SsmCacheError | undefined {
    const failure = this.#troubles.get(key);
    return failure && toSsmCacheError(failure, fullName, '');
  }

  /**
   * What `call` answers, when its turn has come. Its signal is aborted when the call has gone without an answer for too long,
   * and when all of the requests are given up. It is not sent if the denials so far leave no hope of an answer.
   */
  async run<T>(requests: Requests, call: Call<T>, denials?: Denials): Promise<T> {
    const signal = abortedWithAll(requests);
    const hopeful: Call<T> = denials === undefined ? call : (given) => denials.ask(() => call(given));
    denials?.check();
    let repeats: CallFailure | undefined;
    for (let standstills = 0; ;) {
      await this.#queue.enter(signal, repeats);
      const outcome = await this.#ask(hopeful, signal, requests).finally(() => this.#queue.leave());
      if ('answer' in outcome) return outcome.answer;
      const { failure, hasStoodStill } = outcome;
      if (signal.aborted) throw failure;
      if (!mayPass(failure)) {
        this.#answered(requests);
        throw failure;
      }
      if (hasStoodStill && !failure.isThrottling && standstills < MOST_STANDSTILLS) {
        standstills += 1;
        repeats = undefined;
      } else if (this.isStarting) {
        for (const { reference } of requests) this.#troubles.set(reference.key, failure);
        this.#queue.slowDown(failure);
        repeats = failure;
      } else {
        throw failure;
      }
    }
  }

  async #ask<T>(call: Call<T>, given: AbortSignal, requests: Requests): Promise<Outcome<T>> {
    const timeout = Math.max(...requests.map(({ callTimeout }) => callTimeout));
    if (this.beforeCall !== undefined) {
      const longest = this.isStarting ? Infinity : timeout * LONGEST_WAIT;
      await this.beforeCall({ longest, signal: given });
    }
    const controller = new AbortController();
    const { signal } = controller;
    const abort = (): void => controller.abort(given.reason);
    if (given.aborted) abort();
    given.addEventListener('abort', abort, { once: true });
    const cutOff = (): void => controller.abort(new CallTimeout(timeout / 1_000));
    const timer = new AwakeTimer(this.runtime, timeout, cutOff, false, true);
    const sent: OpenCall = { timer, timeout };
    this.#isUsed = true;
    this.#open.add(sent);
    try {
      const answer = await abortable(signal, () => call(signal));
      this.#answered(requests);
      this.#failed = undefined;
      return { answer };
    } catch (error) {
      const { hasStoodStill } = timer;
      const failure = CallFailure.of(error);
      if (!given.aborted && !hasStoodStill) this.#noteFailure(sent, failure);
      return { failure, hasStoodStill };
    } finally {
      this.#open.delete(sent);
      timer.cancel();
      given.removeEventListener('abort', abort);
    }
  }

  #answered(requests: Requests): void {
    for (const { reference } of requests) this.#troubles.delete(reference.key);
    this.#queue.pace.answered();
  }

  #noteFailure({ timer }: OpenCall, failure: CallFailure): void {
    const since = this.#failed?.since ?? timer.startedAt;
    const isTimeout = failure.thrown instanceof CallTimeout;
    this.#failed = isAnswer(failure) ? undefined : { since, code: failure.code, isTimeout };
  }

  #hangs({ timer, timeout }: OpenCall): boolean {
    return (
      ageOf(timer.startedAt, this.runtime.clock.now()) >= Math.min(timeout, HANGS_AFTER) &&
      !timer.hasStoodStill
    );
  }
}
