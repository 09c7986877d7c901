import { RefreshError, type SsmCacheError } from '../errors/index.js';
import { timeoutMessage } from '../errors/errors.messages.js';
import type { Scheduler } from '../runtime/scheduler.js';
import { sharedAbortController } from '../runtime/shared-abort-controller.js';
import { ageOf, type Clock, type Stamp } from '../runtime/clock.js';
import type { Answer, FetchRequest, Reference } from '../sources/source.interface.js';

/** A timer that is this late, in milliseconds, has been kept from running. */
const STANDSTILL = 1_000;

/** Answers by the key of their reference. */
export type Answers = ReadonlyMap<string, Answer>;

export interface Arrivals {
  readonly answers: Answers;
  readonly errors: ReadonlyMap<string, SsmCacheError>;
}

/**
 * One refresh: asked for, then departed, then ended. Until it departs it can be joined by anybody; afterwards only by
 * those for whom an answer to a question asked that long ago is fresh enough.
 */
export class Flight {
  readonly #controller = sharedAbortController();
  #departure: Stamp | undefined;
  #requests: readonly FetchRequest[] = [];
  #cancelDeadline: (() => void) | undefined;

  /** Fulfilled when it has ended, however it ended. */
  readonly ended: Promise<void>;
  readonly #resolve: () => void;

  /** Which of the unit's departures it is, from 1. */
  number = 0;
  /** Whether somebody asked for it explicitly. */
  isForced = false;
  /** How long it may take, in milliseconds from its departure. */
  timeout = 0;
  /** The monotonic time before which it does not depart. */
  notBefore = Infinity;

  constructor(private readonly clock: Clock) {
    let end!: () => void;
    this.ended = new Promise((resolve) => {
      end = resolve;
    });
    this.#resolve = end;
  }

  get departure(): Stamp | undefined {
    return this.#departure;
  }

  get hasDeparted(): boolean {
    return this.#departure !== undefined;
  }

  get requests(): readonly FetchRequest[] {
    return this.#requests;
  }

  /** Whether far more than its time has passed: the process stood still meanwhile, so that a failure says nothing of AWS. */
  get isOverdue(): boolean {
    return this.#departure !== undefined && ageOf(this.#departure, this.clock) >= this.timeout + STANDSTILL;
  }

  /** Whether it brings an answer to this reference. */
  carries({ key }: Reference): boolean {
    return this.#departure === undefined || this.#requests.some(({ reference }) => reference.key === key);
  }

  /** Whether what it brings is younger than `maxAge` milliseconds by now. */
  satisfies(maxAge: number): boolean {
    return this.#departure === undefined || ageOf(this.#departure, this.clock) < maxAge;
  }

  /** Fulfilled when it has ended, which it may take as long for as the most patient wants who join before it departs. */
  join(timeout: number): Promise<void> {
    if (!this.hasDeparted) this.timeout = Math.max(this.timeout, timeout);
    return this.ended;
  }

  /** Leaves now, and is aborted when its time is up. */
  depart(references: Iterable<Reference>, number: number, scheduler: Scheduler): Stamp {
    const { signal } = this.#controller;
    this.#departure = this.clock.now();
    const deadline = this.#departure.monotonic + this.timeout;
    this.#requests = Array.from(references, (reference) => ({
      reference,
      signal,
      deadline,
      callTimeout: this.timeout,
    }));
    this.#cancelDeadline = scheduler.after(this.timeout, () => this.abort(), false);
    this.number = number;
    return this.#departure;
  }

  end(): void {
    this.#cancelDeadline?.();
    this.#resolve();
  }

  abort(): void {
    this.#controller.abort();
  }

  /** What came for each of the requests, once something came for all of them. */
  async collect(promises: readonly Promise<Answer>[]): Promise<Arrivals> {
    const answers = new Map<string, Answer>();
    const errors = new Map<string, SsmCacheError>();
    await Promise.all(
      this.#requests.map(({ reference }, index) =>
        this.inTime(promises[index] as Promise<Answer>, reference).then(
          (answer) => answers.set(reference.key, answer),
          (error: SsmCacheError) => errors.set(reference.key, error),
        ),
      ),
    );
    return { answers: withMembers(answers), errors };
  }

  /** Settles as `promise` does, unless the flight is aborted before. */
  inTime<T>(promise: PromiseLike<T>, { fullName }: Reference): Promise<T> {
    const { signal } = this.#controller;
    return new Promise<T>((resolve, reject) => {
      const abort = (): void =>
        reject(new RefreshError(timeoutMessage(fullName, this.timeout / 1_000), { names: [fullName] }));
      if (signal.aborted) abort();
      signal.addEventListener('abort', abort, { once: true });
      promise.then(resolve, reject).then(() => signal.removeEventListener('abort', abort));
    });
  }
}

/** The answers, and those that they bring beside themselves where nobody asked for them by name. */
const withMembers = (answers: Answers): Answers => {
  const members = [...answers.values()].flatMap((answer) => (answer.found ? (answer.members ?? []) : []));
  return new Map<string, Answer>([
    ...members.map(({ reference, raw }) => [reference.key, { found: true, raw }] as const),
    ...answers,
  ]);
};
