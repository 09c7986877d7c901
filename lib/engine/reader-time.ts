import { AwakeTimer } from '../runtime/timers.js';
import type { EngineRuntime } from './engine-runtime.interface.js';

/** How long a reader waits in all. */
export class ReaderTime {
  readonly up: Promise<void>;
  isUp = false;
  readonly #timer: AwakeTimer;

  constructor(runtime: EngineRuntime, milliseconds: number) {
    let resolve!: () => void;
    this.up = new Promise((settle) => {
      resolve = settle;
    });
    this.#timer = new AwakeTimer(runtime, milliseconds, () => {
      this.isUp = true;
      resolve();
    });
  }

  end(): void {
    this.#timer.cancel();
  }
}
