import { announcedVersionMessage } from '../errors/errors.messages.js';
import { failureKind } from '../errors/failure-kind.js';
import type { Fetch } from '../engine/refresh-batcher.js';
import type { RefreshOptions, RefreshUnit } from '../engine/refresh-unit.js';
import type { CacheRuntime } from '../runtime/cache-runtime.js';
import { withoutContext } from '../runtime/no-context.js';
import type { Reference } from '../sources/source.interface.js';
import type { Announcement } from './events/announcement.interface.js';
import { Expectation } from './expectation.js';

/** When a unit is refreshed next. */
interface Alarm {
  readonly at: number;
  readonly holds: boolean;
  readonly cancel: () => void;
}

interface Pending {
  readonly reference: Reference;
  readonly expectation: Expectation;
}

/**
 * A refresh unit that events name. It is refreshed, and again until AWS gives what was announced. As long as AWS gives what
 * was held before, that does not get younger.
 */
export class ChangedUnit {
  readonly #pending = new Map<string, Pending>();
  /** By the key of the reference: when what was last announced has changed. */
  readonly #announced = new Map<string, number>();
  #waiting: ((isAnswered: boolean) => void)[] = [];
  #alarm: Alarm | undefined;
  #isRefreshing = false;
  #isDue = false;
  /** The fetch of what was held before the first change that is not seen yet. */
  #before: Fetch | undefined;

  constructor(
    private readonly unit: RefreshUnit,
    private readonly runtime: CacheRuntime,
    private readonly settle: number,
    private readonly options: () => RefreshOptions,
    /** Told when there is nothing left to ask for. */
    private readonly onIdle: () => void,
  ) {}

  /** Takes note that an event names some of its references. */
  add(references: readonly Reference[], announcement: Announcement): void {
    for (const reference of references) {
      const { key } = reference;
      const { answer, fetch } = this.unit.entryOf(reference);
      this.#before ??= fetch;
      const expectation =
        this.#pending.get(key)?.expectation ??
        new Expectation(reference, answer, this.runtime, this.settle, this.#announced.get(key));
      expectation.add(announcement);
      this.#pending.set(key, { reference, expectation });
    }
  }

  /**
   * Refreshes it in `delay` milliseconds, or earlier where that is asked for.
   *
   * @returns whether AWS has answered then
   */
  refresh(delay: number): Promise<boolean> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (this.runtime.closed.aborted) this.close();
      else this.#wake(delay, true);
    });
  }

  /** Asks for nothing more. */
  close(): void {
    this.#alarm?.cancel();
    this.#alarm = undefined;
    this.#pending.clear();
    this.#tell(this.#takeWaiting(), false);
  }

  #wake(delay: number, holds: boolean): void {
    const at = this.runtime.clock.now().monotonic + delay;
    const earlier = this.#alarm;
    if (earlier !== undefined && earlier.at <= at && (earlier.holds || !holds)) return;
    earlier?.cancel();
    const isAwaited = holds || earlier?.holds === true;
    const first = Math.min(at, earlier?.at ?? Infinity);
    const wait = Math.max(0, first - this.runtime.clock.now().monotonic);
    if (wait === 0) return this.#onAlarm();
    const cancel = withoutContext(() => this.runtime.scheduler.after(wait, () => this.#onAlarm(), isAwaited));
    this.#alarm = { at: first, holds: isAwaited, cancel };
  }

  #onAlarm(): void {
    this.#alarm = undefined;
    this.#isDue = true;
    if (!this.#isRefreshing) void withoutContext(() => this.#refreshWhileDue());
  }

  async #refreshWhileDue(): Promise<void> {
    this.#isRefreshing = true;
    while (this.#isDue && !this.runtime.closed.aborted) {
      this.#isDue = false;
      await this.#refresh();
    }
    this.#isRefreshing = false;
    if (this.#alarm === undefined && this.#waiting.length === 0) this.onIdle();
  }

  async #refresh(): Promise<void> {
    const waiting = this.#takeWaiting();
    this.#dropSeen();
    if (this.#pending.size > 0) await this.unit.refreshViews(this.options());
    this.#dropSeen();
    this.#goOn();
    const { failure } = this.unit;
    this.#tell(waiting, failure === undefined || failureKind(failure) !== 'transient');
  }

  /** What others have asked for meanwhile may have brought what is waited for. */
  #dropSeen(): void {
    for (const { reference, expectation } of this.#pending.values()) {
      const { answer, isRefused } = this.unit.entryOf(reference);
      const isSeen = isRefused || expectation.isMetBy(answer);
      if (isSeen && !this.unit.isUnanswered(reference)) this.#drop(reference, expectation);
    }
  }

  #drop({ key }: Reference, { changedAt }: Expectation): void {
    this.#pending.delete(key);
    if (changedAt !== undefined) this.#announced.set(key, changedAt);
    if (this.#pending.size === 0) this.#before = undefined;
  }

  /** Asks again for what is not seen yet; what AWS does not give in time is left to its max age. */
  #goOn(): void {
    const before = this.#before;
    let isDoubtful = false;
    for (const { reference, expectation } of this.#pending.values()) {
      const isUnanswered = this.unit.isUnanswered(reference);
      const delay = expectation.nextAsk(isUnanswered);
      const isGivenUp = delay === undefined;
      if (!isUnanswered && (!isGivenUp || expectation.isCertain)) isDoubtful = true;
      if (!isGivenUp) this.#wake(delay, false);
      else this.#giveUp(reference, expectation);
    }
    if (isDoubtful && before !== undefined) this.unit.keepAge(before);
  }

  #giveUp(reference: Reference, expectation: Expectation): void {
    this.#drop(reference, expectation);
    if (!expectation.isCertain || this.unit.isUnanswered(reference)) return;
    this.runtime.logger.warn(announcedVersionMessage(reference.fullName, this.settle / 1_000));
  }

  #takeWaiting(): readonly ((isAnswered: boolean) => void)[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    return waiting;
  }

  #tell(waiting: readonly ((isAnswered: boolean) => void)[], isAnswered: boolean): void {
    for (const resolve of waiting) resolve(isAnswered);
  }
}
