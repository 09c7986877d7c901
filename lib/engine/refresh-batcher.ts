import { AwakeTimer } from '../runtime/timers.js';
import type { Stamp } from '../runtime/clock.js';
import { sharedAbortController } from '../runtime/abortable.js';
import { withoutContext } from '../runtime/no-context.js';
import type { Answer, FetchRequest, Source } from '../sources/source.interface.js';
import type { EngineRuntime } from './engine-runtime.interface.js';

/** When values were fetched, and what they have in common: values that came together grow old together. */
export interface Fetch {
  readonly startedAt: Stamp;
  /** One random number, from 0 to 1, for all of them. */
  readonly jitter: number;
}

type Receive = (answers: readonly Promise<Answer>[]) => void;

/** All that is fetched in one turn of the event loop. What its attempts have in common is made once. */
export class Batch {
  /** What values keep. The batch itself would keep the answers of all who share it. */
  readonly fetch: Fetch;
  readonly #deadlines = new Map<number, Deadline>();
  readonly #requests: FetchRequest[] = [];
  readonly #receivers: { readonly count: number; readonly receive: Receive }[] = [];

  constructor(
    private readonly runtime: EngineRuntime,
    private readonly active: Set<Deadline>,
  ) {
    this.fetch = { startedAt: runtime.clock.now(), jitter: runtime.random() };
  }

  /** The end of all that may take `limit` milliseconds: `attempt` is given up then, unless it leaves before. */
  deadline(limit: number, attempt: Limited): Deadline {
    const deadline = this.#deadlines.get(limit) ?? new Deadline(this.runtime, limit, this.active);
    this.#deadlines.set(limit, deadline);
    deadline.waiting.add(attempt);
    return deadline;
  }

  /** @param receive is given one promise for each request, in the same order */
  add(requests: readonly FetchRequest[], receive: Receive): void {
    for (const request of requests) this.#requests.push(request);
    this.#receivers.push({ count: requests.length, receive });
  }

  send(source: Pick<Source, 'fetch'>): void {
    const answers = this.runtime.closed.aborted ? [] : source.fetch(this.#requests);
    let sent = 0;
    for (const { count, receive } of this.#receivers) {
      receive(answers.slice(sent, sent + count));
      sent += count;
    }
  }
}

/** What ends when its time is up. */
interface Limited {
  giveUp(): void;
}

/** The end of what began in one turn and may take the same time; its signal and its timer are shared. */
export class Deadline {
  readonly #controller = sharedAbortController();
  readonly signal: AbortSignal = this.#controller.signal;
  readonly timer: AwakeTimer;
  /** What is given up when the time is up. */
  readonly waiting = new Set<Limited>();

  constructor(
    runtime: EngineRuntime,
    limit: number,
    private readonly active: Set<Deadline>,
  ) {
    this.timer = new AwakeTimer(runtime, limit, () => this.end());
    active.add(this);
    if (runtime.closed.aborted) this.end();
  }

  leave(attempt: Limited): void {
    this.waiting.delete(attempt);
    if (this.waiting.size > 0) return;
    this.timer.cancel();
    this.active.delete(this);
  }

  /** Aborts what is still under way. */
  end(): void {
    const waiting = [...this.waiting];
    this.#controller.abort();
    for (const attempt of waiting) attempt.giveUp();
  }
}

/** Sends what falls due in one turn of the event loop together, so that the source can batch it. */
export class RefreshBatcher {
  #next: Promise<Batch> | undefined;
  readonly #active = new Set<Deadline>();

  constructor(
    private readonly source: Pick<Source, 'fetch'>,
    private readonly runtime: EngineRuntime,
  ) {}

  /**
   * The batch that is sent at the end of this turn. Add requests as soon as it is there, and await nothing before: it is sent
   * once all who wait for it have gone on.
   */
  nextBatch(): Promise<Batch> {
    this.#next ??= withoutContext(
      () => new Promise((resolve) => this.runtime.scheduler.endOfTurn(() => this.#begin(resolve))),
    );
    return this.#next;
  }

  /** Ends all that is under way. */
  close(): void {
    for (const deadline of this.#active) deadline.end();
  }

  /** Those who wait for the batch go on in the order in which they came. What sends it comes last, so it goes on last. */
  #begin(resolve: (batch: Batch) => void): void {
    const begun = this.#next;
    this.#next = undefined;
    resolve(new Batch(this.runtime, this.#active));
    void begun?.then((batch) => batch.send(this.source));
  }
}
