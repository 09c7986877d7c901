import { RefreshError, type PreloadFailure, type SsmCacheError } from '../errors/index.js';
import { freshError } from '../errors/fresh-error.js';
import { startWaitsMessage, unansweredStartMessage } from '../errors/errors.messages.js';
import type { CacheRuntime } from '../runtime/cache-runtime.js';
import type { RefreshUnit } from '../engine/refresh-unit.js';
import type { EntryView } from '../engine/entry-view.js';
import { sleep, abortable } from '../runtime/abortable.js';
import { ofClient } from '../sources/of-client.js';
import type { Reference } from '../sources/source.interface.js';
import { StartTime } from './start-time.js';

/** A value, and where it is declared. */
export interface PreloadTarget {
  /** Such as `OrdersRepository.password`. */
  readonly declaration: string;
  readonly view: EntryView<unknown>;
}

/** The calls to AWS while an application starts. */
export interface StartCalls {
  /** Repeats calls that fail in a way that may pass, until `start` has settled. */
  during<T>(start: () => Promise<T>): Promise<T>;
  /** What the last call for this reference failed with, if it waits to be repeated. */
  troubleOf(reference: Reference): SsmCacheError | undefined;
}

const AT_ONCE = 10;
const FIRST_WAIT = 250;
const LONGEST_WAIT = 2_000;
/** So many different reasons are told while a start waits. */
const MOST_REASONS = 3;

const UNREPEATED: StartCalls = {
  during: (start) => start(),
  troubleOf: () => undefined,
};

/** Whether trying again may help. */
const mayPass = ({ failure }: EntryView<unknown>): boolean =>
  failure === undefined || (failure instanceof RefreshError && failure.retryable);

const isMissing = (view: EntryView<unknown>): boolean => !view.isLoaded;

/** Fulfilled when each value has been answered or has failed, however long a reader would wait for it. */
const attempt = async (values: readonly EntryView<unknown>[], limit: number): Promise<void> => {
  await Promise.all(values.map((view) => view.load({ isRetry: () => false, limit })));
  await Promise.all(values.filter(isMissing).map(({ unit }) => unit.settled));
};

/**
 * Loads all that is declared in the fewest calls. A call that fails in a way that may pass is repeated, and so is what an
 * answer that makes no sense left out: one batch at a time with full jitter. What is too old by then, since the process stood
 * still, is read once more. After `timeout` milliseconds nothing is waited for; if it is 0, everything is tried once, with
 * the client's own retries.
 *
 * @returns every declaration that could not be loaded
 */
export const preload = async (
  declared: readonly PreloadTarget[],
  timeout: number,
  runtime: CacheRuntime,
  calls: StartCalls = UNREPEATED,
): Promise<readonly PreloadFailure[]> => {
  const isTriedOnce = timeout === 0;
  const start = new Start(declared, isTriedOnce ? Infinity : timeout, runtime, calls);
  try {
    return await (isTriedOnce ? start.tryOnce() : calls.during(() => start.run()));
  } finally {
    start.stop();
  }
};

class Start {
  readonly #values: readonly EntryView<unknown>[];
  readonly #time: StartTime;

  constructor(
    private readonly declared: readonly PreloadTarget[],
    private readonly timeout: number,
    private readonly runtime: CacheRuntime,
    private readonly calls: StartCalls,
  ) {
    this.#values = [...new Set(declared.map(({ view }) => view))];
    this.#time = new StartTime(runtime, timeout, (left) => this.#tell(left));
  }

  async tryOnce(): Promise<readonly PreloadFailure[]> {
    await this.#attempt(this.#values);
    await this.#renew();
    return this.#failures();
  }

  async run(): Promise<readonly PreloadFailure[]> {
    const { runtime } = this;
    const { signal } = this.#time;
    await this.#attempt(this.#values);
    for (let ceiling = FIRST_WAIT; this.#missing.some(mayPass) && !this.#time.isOver;) {
      await sleep({ ...runtime, closed: signal }, ceiling * runtime.random());
      const before = this.#missing.length;
      await this.#attempt(this.#missing.filter(mayPass).slice(0, AT_ONCE));
      ceiling = this.#missing.length < before ? FIRST_WAIT : Math.min(ceiling * 2, LONGEST_WAIT);
    }
    await this.#renew();
    return this.#failures();
  }

  stop(): void {
    this.#time.stop();
  }

  get #missing(): readonly EntryView<unknown>[] {
    return this.#values.filter(isMissing);
  }

  #attempt(values: readonly EntryView<unknown>[]): Promise<void> {
    return this.#inTime(() => attempt(values, this.timeout));
  }

  /** What grew too old while the process stood still is read once more, for as long as a reader would wait for it. */
  async #renew(): Promise<void> {
    if (!this.#time.hasStoodStill) return;
    const old = this.#values.filter(({ isExpired }) => isExpired);
    await this.#inTime(() => Promise.allSettled(old.map((view) => view.get())));
  }

  /** Rejects never: when the time is up, what is missing by then has failed. */
  async #inTime(work: () => Promise<unknown>): Promise<void> {
    await abortable(this.#time.signal, work).catch(() => undefined);
  }

  #troubleOf({ reference, failure }: EntryView<unknown>): SsmCacheError | undefined {
    return this.calls.troubleOf(reference) ?? failure;
  }

  #tell(left: number): void {
    const missing = this.#missing;
    const secondsLeft = Number.isFinite(left) ? left / 1_000 : undefined;
    this.runtime.logger.warn(
      startWaitsMessage(missing.length, this.#values.length, secondsLeft, this.#reasons(missing)),
    );
  }

  /** Each different reason once, with a name as an example. */
  #reasons(missing: readonly EntryView<unknown>[]): readonly string[] {
    const reasons = new Map<string, string>();
    for (const view of missing) {
      const trouble = this.#troubleOf(view);
      if (trouble !== undefined) {
        const kind = trouble.message.split(view.reference.fullName).join('');
        if (!reasons.has(kind)) reasons.set(kind, trouble.message);
      }
    }
    return [...reasons.values()].slice(0, MOST_REASONS);
  }

  #failures(): readonly PreloadFailure[] {
    const [reason] = this.#reasons(this.#missing);
    const failures = this.declared
      .filter(({ view }) => isMissing(view))
      .map(({ declaration, view }) => {
        const name = view.reference.fullName;
        const own = this.#troubleOf(view);
        const error = own === undefined ? this.#unanswered(view.reference, reason) : freshError(own);
        return { declaration, name, error, unit: view.unit, isTold: own !== undefined };
      });
    return culprits(failures).map(({ declaration, name, error }) => ({ declaration, name, error }));
  }

  #unanswered(reference: Reference, reason: string | undefined): SsmCacheError {
    const { fullName: name } = reference;
    const message = unansweredStartMessage(name, this.timeout / 1_000, reason);
    return ofClient(new RefreshError(message, { names: [name] }), reference);
  }
}

interface UnitFailure extends PreloadFailure {
  readonly unit: RefreshUnit;
  /** Whether it is known why this value is missing. */
  readonly isTold: boolean;
}

const isOwn = ({ name, error, isTold }: UnitFailure): boolean => isTold && error.names.includes(name);

/** All but those that another member of their group is to blame for, and one of those that failed for the same reason. */
const culprits = (failures: readonly UnitFailure[]): readonly UnitFailure[] => {
  const blamed = new Set(failures.filter(isOwn).map(({ unit }) => unit));
  return failures
    .filter((failure) => isOwn(failure) || !blamed.has(failure.unit))
    .filter((failure, index, all) => !all.slice(0, index).some((earlier) => isToldBy(earlier, failure)));
};

/** Whether the reason of `other` is that of a whole which both are parts of. */
const isToldBy = (failure: UnitFailure, other: UnitFailure): boolean =>
  failure.unit === other.unit && failure.name !== other.name && failure.error.message === other.error.message;
