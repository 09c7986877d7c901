import { AwakeTimer } from '../runtime/timers.js';
import type { Stamp } from '../runtime/clock.js';
import { withoutContext } from '../runtime/no-context.js';
import { sharedAbortController } from '../runtime/abortable.js';
import type { Answer, FetchRequest, Source } from '../sources/source.interface.js';
import type { EngineRuntime } from './engine-runtime.interface.js';

/** When values were fetched, and what they have in common: values that came together grow old together. */
export interface Fetch {
  readonly startedAt: Stamp;
  /** One random number, from 0 to 1, for all of them. */
  readonly jitter: number;
}

/** Requests that wait for the end of the turn. */
export interface BatchMember {
  /** Called when the batch is about to be sent. */
  start(batch: Batch): readonly FetchRequest[];
  /** Receives one promise for each request, in the same order. */
  receive(answers: readonly Promise<Answer>[]): void;
}

/** All that is fetched in one turn of the event loop. What its members have in common is made once. */
export class Batch implements Fetch {
  readonly startedAt: Stamp;
  readonly #deadlines = new Map<number, Deadline>();
  #jitter: number | undefined;

  constructor(
    private readonly runtime: EngineRuntime,
    private readonly active: Set<Deadline>,
  ) {
    this.startedAt = runtime.clock.now();
  }

  get jitter(): number {
    this.#jitter ??= this.runtime.random();
    return this.#jitter;
  }

  /** The end of all that may take `limit` milliseconds. */
  deadline(limit: number): Deadline {
    const known = this.#deadlines.get(limit);
    if (known !== undefined) return known;
    const made = new Deadline(this.runtime, limit, this.active);
    this.#deadlines.set(limit, made);
    return made;
  }
}

/** The end of what began in one turn and may take the same time; its signal and its timer are shared. */
export class Deadline {
  readonly #controller = sharedAbortController();
  readonly signal: AbortSignal = this.#controller.signal;
  readonly #onEnd = new Set<() => void>();
  readonly timer: AwakeTimer;

  constructor(
    runtime: EngineRuntime,
    limit: number,
    private readonly active: Set<Deadline>,
  ) {
    this.timer = new AwakeTimer(runtime, limit, () => this.end());
    active.add(this);
    if (runtime.closed.aborted) this.end();
  }

  /** Calls `onEnd` when the time is up, unless the function it returns is called before. */
  join(onEnd: () => void): () => void {
    this.#onEnd.add(onEnd);
    return () => {
      this.#onEnd.delete(onEnd);
      if (this.#onEnd.size === 0) this.#release();
    };
  }

  /** Aborts what is still under way. */
  end(): void {
    const waiting = [...this.#onEnd];
    this.#controller.abort();
    for (const onEnd of waiting) onEnd();
    this.#release();
  }

  #release(): void {
    this.timer.cancel();
    this.active.delete(this);
  }
}

/** Sends what falls due in one turn of the event loop together, so that the source can batch it. */
export class RefreshBatcher {
  #members: BatchMember[] = [];
  readonly #active = new Set<Deadline>();

  constructor(
    private readonly source: Pick<Source, 'fetch'>,
    private readonly runtime: EngineRuntime,
  ) {}

  enqueue(member: BatchMember): void {
    this.#members.push(member);
    if (this.#members.length > 1) return;
    withoutContext(() => this.runtime.scheduler.endOfTurn(() => this.#send()));
  }

  /** Ends all that is under way. */
  close(): void {
    for (const deadline of this.#active) deadline.end();
  }

  #send(): void {
    const members = this.#members;
    this.#members = [];
    const batch = new Batch(this.runtime, this.#active);
    const requests = members.map((member) => member.start(batch));
    const answers = this.runtime.closed.aborted ? [] : this.source.fetch(requests.flat());
    let sent = 0;
    for (const [index, member] of members.entries()) {
      const end = sent + (requests[index]?.length ?? 0);
      member.receive(answers.slice(sent, end));
      sent = end;
    }
  }
}
