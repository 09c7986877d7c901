import type { SsmCacheError } from '../errors/index.js';
import { failureKind } from '../errors/failure-kind.js';
import type { Answer, FetchRequest, Reference } from '../sources/source.interface.js';
import { sameRawValue, type RawValue } from '../values/raw-value.js';
import type { SsmCacheChange } from '../runtime/cache-runtime.js';
import { ageOf, type Clock, type Stamp } from '../runtime/clock.js';
import type { Answers } from './refresh-attempt.js';
import type { FetchFailures } from './fetch-failures.js';
import type { Subscriber } from './subscriber.interface.js';

/** What the last refreshes taught a unit: the answers that stand, and why there are none for what failed since. */
export class Knowledge {
  #answers: Answers = new Map();
  #stamp: Stamp | undefined;
  #versions = new Map<string, RawValue['version']>();
  #failed: { readonly failures: FetchFailures; readonly shared: SsmCacheError } | undefined;

  /** Whether anything has ever been answered. */
  get isLoaded(): boolean {
    return this.#stamp !== undefined;
  }

  /** Whether AWS knew any of the names. */
  get isFound(): boolean {
    return [...this.#versions.values()].some((version) => version !== undefined);
  }

  /** Tells a subscriber what it would know if it had been there from the beginning. */
  teach(subscriber: Subscriber): void {
    const answer = this.#answers.get(subscriber.reference.key);
    if (this.#stamp !== undefined && answer !== undefined) subscriber.adopt(answer, this.#stamp);
    if (this.#failed === undefined) return;
    const { failures, shared } = this.#failed;
    const own = failures.of(subscriber.reference);
    subscriber.fail(own ?? shared, own !== undefined);
  }

  /** Takes over new answers, and returns what they change for those who asked. */
  replace(answers: Answers, stamp: Stamp, requests: readonly FetchRequest[]): readonly SsmCacheChange[] {
    const changes =
      this.#stamp === undefined ? [] : requests.flatMap((request) => this.#change(request, answers));
    this.#answers = answers;
    this.#stamp = stamp;
    this.#versions = new Map(Array.from(answers, ([key, answer]) => [key, rawOf(answer)?.version]));
    this.#failed = undefined;
    return changes;
  }

  /** Keeps what stands, but for what AWS refuses by now: nobody who comes later may read that. */
  fail(failures: FetchFailures, shared: SsmCacheError): void {
    this.#failed = { failures, shared };
    const refused = [...failures.errors].filter(([, error]) => failureKind(error) === 'refused');
    const keys = new Set(refused.flatMap(([key]) => [key, ...membersOf(this.#answers.get(key))]));
    if (keys.size > 0) this.#answers = new Map([...this.#answers].filter(([key]) => !keys.has(key)));
  }

  /** Whether an answer that is young enough for `maxAge` lacks `reference`. */
  lacks({ key }: Reference, maxAge: number, clock: Clock): boolean {
    return this.#stamp !== undefined && !this.#answers.has(key) && ageOf(this.#stamp, clock) < maxAge;
  }

  forget(): void {
    this.#answers = new Map();
    this.#failed = undefined;
  }

  #change({ reference: { key, fullName } }: FetchRequest, answers: Answers): readonly SsmCacheChange[] {
    const previous = rawOf(this.#answers.get(key));
    const current = rawOf(answers.get(key));
    const previousVersion = this.#versions.get(key);
    const isSame = this.#answers.has(key)
      ? sameRawValue(previous, current)
      : !this.#versions.has(key) || previousVersion === current?.version;
    return isSame ? [] : [{ name: fullName, previousVersion, version: current?.version }];
  }
}

const rawOf = (answer: Answer | undefined): RawValue | undefined => (answer?.found ? answer.raw : undefined);

const membersOf = (answer: Answer | undefined): readonly string[] =>
  answer?.found ? (answer.members ?? []).map(({ reference }) => reference.key) : [];
