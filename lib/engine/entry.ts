import type { SsmCacheError } from '../errors/index.js';
import type { FailureKind } from '../errors/failure-kind.js';
import type { Stamp } from '../runtime/clock.js';
import type { SsmCacheChange } from '../runtime/cache-events.js';
import type { Answer, Reference } from '../sources/source.interface.js';
import { sameRawValue, type RawValue } from '../values/raw-value.js';
import type { Fetch } from './refresh-batcher.js';
import { treeChanges } from './tree-changes.js';

/** Why there is nothing new to use. `rejected` is AWS's answer, if that is what cannot be used. */
export interface Unusable {
  readonly error: SsmCacheError;
  readonly rejected?: RejectedAnswer | undefined;
}

/** Why the last refresh left an entry, or a view of it, as it was. */
export interface Failure extends Unusable {
  readonly kind: FailureKind;
  /** The number of the refresh attempt that failed. */
  readonly attempt: number;
}

/** What AWS gave, and cannot be converted. It is held here, not beside the error, which an application may keep. */
export interface RejectedAnswer {
  readonly reference: Reference;
  readonly raw: RawValue;
}

/** What is known of one reference. Its refresh unit changes it, by commits only; views read it. */
export class Entry {
  /** AWS's last answer, as long as it may be read. */
  answer: Answer | undefined;
  /** The fetch that brought the last answer; none where AWS has never answered. */
  fetch: Fetch | undefined;
  failure: Failure | undefined;
  /** When it was said last that what is held may be out of date; `undefined` once a later attempt has answered. */
  expiredAt: Stamp | undefined;
  /** The last attempt that had started when the answer was said to be out of date. */
  #outdatedSince = -1;
  /** What the last answer changed, if it changed anything. */
  change: SsmCacheChange | undefined;
  /** Whether nothing between the cache and AWS may hold it. */
  isPrivate = false;
  /** Whether AWS knew the name when it last answered. */
  isFound = false;
  /** Kept where the answer is dropped, so that it can be told whether AWS's next answer is another version. */
  #version: RawValue['version'];

  constructor(readonly reference: Reference) {}

  /** Whether AWS said that there is nothing to read, so that a strict read fails. */
  get isGivenUp(): boolean {
    return this.failure !== undefined && isConclusive(this.failure);
  }

  get isRefused(): boolean {
    return this.failure?.kind === 'refused';
  }

  /**
   * Takes note that AWS may hold something else by now: only an attempt that starts later makes it fresh.
   *
   * @param attempt the number of the last attempt that has started
   */
  expire(at: Stamp, attempt: number): void {
    this.expiredAt = at;
    this.#outdatedSince = attempt;
  }

  /** Whether the attempt of this number started too early to tell of what has changed. */
  isTooEarly(attempt: number): boolean {
    return this.expiredAt !== undefined && attempt <= this.#outdatedSince;
  }

  /** Whether it was said to be out of date, and AWS has said nothing of it since. */
  get isUnanswered(): boolean {
    if (this.expiredAt === undefined) return false;
    return this.failure === undefined || !this.isGivenUp || this.isTooEarly(this.failure.attempt);
  }

  /** @returns what AWS changed since its last answer */
  commit(answer: Answer, fetch: Fetch, attempt: number): SsmCacheChange | undefined {
    const change = this.replace(answer);
    if (attempt > this.#outdatedSince) this.expiredAt = undefined;
    this.fetch = fetch;
    this.failure = undefined;
    this.isFound = answer.found;
    return change;
  }

  /** Puts another answer in the place of the last one, as old and as fresh as that. @returns what changes for readers */
  replace(answer: Answer): SsmCacheChange | undefined {
    const raw = answer.found ? answer.raw : undefined;
    const previous = this.answer?.found ? this.answer.raw : undefined;
    const isSame =
      this.answer === undefined
        ? this.fetch === undefined || this.#version === raw?.version
        : sameRawValue(previous, raw);
    this.change = isSame ? undefined : this.#changeTo(raw, previous);
    this.answer = answer;
    this.#version = raw?.version;
    return this.change;
  }

  /** Takes note of a failed refresh. What AWS said, that a value is refused or gone, stands until AWS says something else. */
  fail(failure: Failure): void {
    if (!isConclusive(failure) && this.isGivenUp) return;
    this.failure = failure;
    if (failure.kind === 'refused') this.answer = undefined;
  }

  /** A newer listing no longer names it. */
  leave(error: SsmCacheError, attempt: number): void {
    this.answer = undefined;
    this.#version = undefined;
    this.isFound = false;
    this.failure = { error, kind: 'gone', attempt };
  }

  /** Drops the answer, and with it the value. */
  clear(): void {
    this.answer = undefined;
    this.failure = undefined;
  }

  #changeTo(current: RawValue | undefined, previous: RawValue | undefined): SsmCacheChange {
    const parameters = treeChanges(previous, current);
    return {
      name: this.reference.fullName,
      previousVersion: this.#version,
      version: current?.version,
      ...(parameters !== undefined && { parameters }),
    };
  }
}

/** Whether AWS said that there is nothing to read. */
export const isConclusive = ({ kind }: Failure): boolean => kind === 'refused' || kind === 'gone';
