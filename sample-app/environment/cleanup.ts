type Step = () => Promise<unknown>;

/** Undoes what start-up did, last thing first. Each step runs once, however often `run` is called. */
export class Cleanup {
  private readonly steps: Step[] = [];

  add(step: Step): void {
    this.steps.push(step);
  }

  async run(): Promise<void> {
    const errors: unknown[] = [];
    for (let step = this.steps.pop(); step; step = this.steps.pop()) {
      // One after the other: the database goes after everything that talks to it.
      // oxlint-disable-next-line no-await-in-loop
      await step().catch((error: unknown) => errors.push(error));
    }
    if (errors.length > 0) throw new AggregateError(errors, 'Not everything could be shut down.');
  }
}
