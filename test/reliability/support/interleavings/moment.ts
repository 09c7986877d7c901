import type { FakeRuntime } from '../../../support/fake-runtime.js';

/** A moment on both clocks, in milliseconds. */
export interface Moment {
  readonly wall: number;
  readonly monotonic: number;
}

export const momentOf = ({ clock }: FakeRuntime): Moment => clock.now();

/** Seconds from one moment to another, by whichever clock saw more of them. */
export const secondsBetween = (earlier: Moment, later: Moment): number =>
  Math.max(later.wall - earlier.wall, later.monotonic - earlier.monotonic) / 1_000;
