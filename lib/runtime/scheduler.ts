export interface Scheduler {
  /** Runs `task` once everything that is ready in this turn of the event loop has run. */
  endOfTurn(task: () => void): void;

  /**
   * Runs `task` in `milliseconds`, and returns what cancels it.
   *
   * @param holds whether somebody waits for it, so that the process must not end before
   */
  after(milliseconds: number, task: () => void, holds: boolean): () => void;
}
