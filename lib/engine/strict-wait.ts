import type { Stamp } from '../runtime/clock.js';
import { withoutContext } from '../runtime/no-context.js';
import { AwakeTimer } from '../runtime/timers.js';
import type { EngineRuntime } from './engine-runtime.interface.js';
import type { EntryView } from './entry-view.js';

/** A reader goes on waiting where the process stood still, but not for ever. */
const MAX_WAITS = 5;

/** What the strict reads of a view wait for; those of one turn wait for the same. */
export class StrictWait {
  #shared:
    { readonly at: Stamp; readonly lastStarted: number; readonly isTimeUp: Promise<boolean> } | undefined;

  constructor(
    private readonly view: EntryView<unknown>,
    private readonly runtime: EngineRuntime,
  ) {}

  /** Waits until the view is fresh, or has failed. @returns whether the time of the reader was up before */
  untilFresh(now: Stamp): Promise<boolean> {
    const { lastStarted } = this.view.unit;
    if (this.#shared?.at !== now || this.#shared.lastStarted !== lastStarted) {
      const isTimeUp = withoutContext(() => this.#bringUpToDate());
      this.#shared = { at: now, lastStarted, isTimeUp };
    }
    return this.#shared.isTimeUp;
  }

  async #bringUpToDate(): Promise<boolean> {
    const { unit, policy } = this.view;
    const reader = new ReaderTime(this.runtime, policy.refreshTimeout);
    for (let waits = 0; waits < MAX_WAITS && !reader.isUp; waits += 1) {
      const { lastEnded } = unit;
      await Promise.race([this.view.load(), reader.up]);
      if (this.view.isFresh() || !unit.record.stoodStill || unit.lastEnded === lastEnded) break;
    }
    reader.timer.cancel();
    this.#shared = undefined;
    return reader.isUp;
  }
}

/** How long a reader waits in all. */
class ReaderTime {
  isUp = false;
  readonly up: Promise<void>;
  readonly timer: AwakeTimer;

  constructor(runtime: EngineRuntime, milliseconds: number) {
    let resolve!: () => void;
    this.up = new Promise((settle) => {
      resolve = settle;
    });
    this.timer = new AwakeTimer(runtime, milliseconds, () => {
      this.isUp = true;
      resolve();
    });
  }
}
