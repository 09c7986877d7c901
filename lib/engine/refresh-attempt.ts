import type { SsmCacheError } from '../errors/index.js';
import { asSsmCacheError } from '../errors/as-ssm-cache-error.js';
import type { RefreshStartedEvent } from '../runtime/cache-events.js';
import { after, type Stamp } from '../runtime/clock.js';
import type { Answer, FetchRequest, Reference } from '../sources/source.interface.js';
import type { AnsweredReference, Reading } from './reading.js';
import { timeUpError } from './reference-errors.js';
import type { Batch, Deadline, Fetch } from './refresh-batcher.js';

/** An attempt of several calls that go on making progress may take this many times as long as one call. */
const CALLS_IN_A_ROW = 10;

/** What those who ask for a refresh need. Times are in milliseconds. */
export interface RefreshRequest {
  /** How long one call may take. */
  readonly refreshTimeout: number;
  /** How long all of it may take at least. */
  readonly limit?: number | undefined;
  readonly notBefore: number;
  readonly isForced: boolean;
  /** How old an answer may be that something between the cache and AWS holds. */
  readonly maxAge: number;
  /** Whether only what was never answered is asked for. */
  readonly isPartial: boolean;
}

/** A reference to ask for. */
export interface Question {
  readonly reference: Reference;
  /** How old an answer may be that something between the cache and AWS holds; without it, as old as the attempt allows. */
  readonly maxAge?: number;
  /** Whether nothing between the cache and AWS may hold it. */
  readonly isPrivate?: boolean;
}

/**
 * One attempt to refresh a unit: asked for, then started, then ended. It starts when it first asks. Until then any request can
 * join it; afterwards only one for which an answer to a question asked that long ago is fresh enough.
 */
export class RefreshAttempt {
  /** Fulfilled when it has ended, however it ended. */
  readonly ended: Promise<void>;
  readonly #resolve: () => void;

  /** Fulfilled when it has ended, and the views have converted what it brought. */
  concluded: Promise<void>;

  /** When it started, on the logical clock; its unit sets it. */
  number = 0;
  /** None before it has started. */
  startedAt: Stamp | undefined;
  /** Whether it was asked for explicitly. */
  isForced = false;
  /** Whether it asks only for what was never answered. */
  isPartial = true;
  #maxAge = Infinity;
  /** How much older than the attempt its oldest answer is, in milliseconds. */
  #lag = 0;
  /** The monotonic time before which it does not start. */
  notBefore = Infinity;
  /** What was told of its start, if anybody listens. */
  event: RefreshStartedEvent | undefined;
  /** How long one call may take, in milliseconds. */
  callTimeout = 0;
  #limit = 0;
  #deadline: Deadline | undefined;
  #covered: ReadonlySet<string> = new Set();
  #giveUp: (() => void) | undefined;

  constructor() {
    let resolve!: () => void;
    this.ended = new Promise((settle) => {
      resolve = settle;
    });
    this.#resolve = resolve;
    this.concluded = this.ended;
  }

  get hasStarted(): boolean {
    return this.startedAt !== undefined;
  }

  /** Whether the process stood still meanwhile, so that a failure says nothing of AWS. */
  get hasStoodStill(): boolean {
    return this.#deadline?.timer.hasStoodStill === true;
  }

  /** Whether it brings an answer to this reference. */
  covers({ key }: Reference): boolean {
    return !this.hasStarted || this.#covered.has(key);
  }

  /** Whether what it brought, as something between the cache and AWS held it, is too old for who joined it at `age`. */
  isTooOld(age: number, maxAge: number): boolean {
    return this.#lag > 0 && age + this.#lag >= maxAge;
  }

  /** Has it bring what is asked for, as long as it has not started. */
  join(request: RefreshRequest): void {
    this.isForced ||= request.isForced;
    this.isPartial &&= request.isPartial;
    this.notBefore = Math.min(this.notBefore, request.notBefore);
    this.callTimeout = Math.max(this.callTimeout, request.refreshTimeout);
    this.#limit = Math.max(this.#limit, request.limit ?? 0);
    this.#maxAge = Math.min(this.#maxAge, request.isForced ? 0 : request.maxAge);
  }

  /**
   * What AWS says of some references, when it is asked with the rest of the batch. An answer that does not come before the
   * attempt's time is up is a `RefreshError`.
   */
  ask(batch: Batch, questions: readonly Question[]): Promise<Reading> {
    const { callTimeout } = this;
    this.startedAt ??= batch.fetch.startedAt;
    this.#deadline ??= batch.deadline(Math.max(callTimeout * CALLS_IN_A_ROW, this.#limit), this);
    const { signal } = this.#deadline;
    this.#covered = new Set(questions.map(({ reference }) => reference.key));
    const requests = questions.map(({ reference, maxAge = Infinity, isPrivate }) => ({
      reference,
      ...(isPrivate === true && { isPrivate }),
      signal,
      maxAge: Math.min(maxAge, this.#maxAge),
      callTimeout,
    }));
    return new Promise((resolve) => {
      batch.add(requests, (promises) => this.#collect(batch.fetch, requests, promises, resolve));
    });
  }

  /** Its time is up: what has not been answered by now has failed. */
  giveUp(): void {
    this.#giveUp?.();
  }

  end(): void {
    this.#deadline?.leave(this);
    this.#resolve();
  }

  #collect(
    asked: Fetch,
    requests: readonly FetchRequest[],
    promises: readonly Promise<Answer>[],
    resolve: (reading: Reading) => void,
  ): void {
    const answers = new Map<string, Answer>();
    const errors = new Map<string, SsmCacheError>();
    let isOver = false;
    const settle = (): void => {
      if (isOver || answers.size + errors.size < requests.length) return;
      isOver = true;
      this.#giveUp = undefined;
      const reading = readingOf(requests, answers, errors, asked);
      this.#lag = asked.startedAt.wall - reading.fetch.startedAt.wall;
      resolve(reading);
    };
    this.#giveUp = () => {
      for (const { reference } of requests) {
        const { key } = reference;
        if (!answers.has(key) && !errors.has(key)) errors.set(key, timeUpError(reference, this.callTimeout));
      }
      settle();
    };
    if (this.#deadline?.signal.aborted === true) {
      this.#giveUp();
      return;
    }
    for (const [index, { reference }] of requests.entries()) {
      const { key, fullName } = reference;
      (promises[index] as Promise<Answer>).then(
        (answer) => {
          if (!isOver) answers.set(key, answer);
          settle();
        },
        (error: unknown) => {
          if (!isOver) errors.set(key, asSsmCacheError(error, fullName));
          settle();
        },
      );
    }
    if (requests.length === 0) settle();
  }
}

/**
 * @param answered what came, in any order
 * @param asked when it was asked for: an answer may be older that something between the cache and AWS held
 */
const readingOf = (
  requests: readonly FetchRequest[],
  answered: ReadonlyMap<string, Answer>,
  errors: Reading['errors'],
  asked: Fetch,
): Reading => {
  const { startedAt, jitter } = asked;
  const answers = new Map<string, AnsweredReference>();
  const calls = new Set<object | undefined>();
  let lag = 0;
  let isListing = false;
  for (const { reference } of requests) {
    const answer = answered.get(reference.key);
    if (answer === undefined) continue;
    const { call, fetchedAt = startedAt.wall } = answer;
    lag = Math.max(lag, startedAt.wall - fetchedAt);
    isListing ||= answer.found && answer.members !== undefined;
    calls.add(call);
    answers.set(reference.key, { reference, answer });
  }
  return {
    references: requests.map(({ reference }) => reference),
    answers,
    errors,
    fetch: lag === 0 ? asked : { startedAt: after(startedAt, -lag), jitter },
    isOneCall: (requests.length < 2 && !isListing) || (calls.size === 1 && !calls.has(undefined)),
  };
};
