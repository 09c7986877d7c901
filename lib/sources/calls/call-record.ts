import type { CacheRuntime } from '../../runtime/cache-runtime.js';
import { ageOf, type Stamp } from '../../runtime/clock.js';
import { CallTimeout, isAnswer } from './aws-error.js';
import { codeOf } from './error-facts.js';

/** A call that goes without an answer for longer hangs, in milliseconds, whatever time it is given. */
const HANGS_AFTER = 5_000;

/** A call that was sent, and is not answered yet. */
interface OpenCall {
  readonly sentAt: Stamp;
  readonly timeout: number;
  /** Whether the process stood still meanwhile, so that the time says nothing of AWS. */
  readonly hasStoodStill: () => boolean;
}

/** What keeps a client from being answered. */
export interface CallTrouble {
  readonly kind: 'failing' | 'hanging';
  /** When the first of the calls was sent that went without an answer. */
  readonly since: Stamp;
  /** The name or code of the last error; none where the first call still waits. */
  readonly error: string | undefined;
}

/** Whether the calls of one client are answered. A refusal of AWS is an answer. */
export class CallRecord {
  readonly #open = new Set<OpenCall>();
  #failed: { readonly since: Stamp; readonly error: unknown } | undefined;
  #isUsed = false;

  constructor(private readonly runtime: Pick<CacheRuntime, 'clock'>) {}

  /** Whether there was ever a call. */
  get isUsed(): boolean {
    return this.#isUsed;
  }

  /** @returns the call, which `close()` takes */
  open(timeout: number, hasStoodStill: () => boolean): OpenCall {
    const call = { sentAt: this.runtime.clock.now(), timeout, hasStoodStill };
    this.#isUsed = true;
    this.#open.add(call);
    return call;
  }

  close(call: OpenCall): void {
    this.#open.delete(call);
  }

  answered(): void {
    this.#failed = undefined;
  }

  failed({ sentAt }: OpenCall, error: unknown): void {
    if (isAnswer(error)) this.answered();
    else this.#failed = { since: this.#failed?.since ?? sentAt, error };
  }

  get trouble(): CallTrouble | undefined {
    const failed = this.#failed;
    const hanging = [...this.#open].find((call) => this.#hangs(call));
    if (failed === undefined) return hanging && { kind: 'hanging', since: hanging.sentAt, error: undefined };
    const isHanging = hanging !== undefined || failed.error instanceof CallTimeout;
    return { kind: isHanging ? 'hanging' : 'failing', since: failed.since, error: codeOf(failed.error) };
  }

  #hangs({ sentAt, timeout, hasStoodStill }: OpenCall): boolean {
    return ageOf(sentAt, this.runtime.clock) >= Math.min(timeout, HANGS_AFTER) && !hasStoodStill();
  }
}
