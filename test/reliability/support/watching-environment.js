import { TestEnvironment } from 'jest-environment-node';
import { appendFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

const ROW = 'unhandled rejections and handles left';
/** How long what is being closed may take, in milliseconds. */
const PATIENCE = 2_000;
const STEP = 50;

const countByType = () => {
  const counts = new Map();
  for (const type of process.getActiveResourcesInfo()) counts.set(type, (counts.get(type) ?? 0) + 1);
  return counts;
};

/** Counts the rejections that nobody handled in a test file, and what it left that keeps the process alive. */
export default class WatchingEnvironment extends TestEnvironment {
  #before = new Map();
  #rejections = 0;

  async setup() {
    await super.setup();
    this.#before = countByType();
  }

  handleTestEvent({ name, promise }) {
    if (name === 'error' && promise !== undefined) this.#rejections += 1;
    if (name === 'error_handled') this.#rejections -= 1;
  }

  async teardown() {
    await super.teardown();
    let left = this.#left();
    for (let waited = 0; left.length > 0 && waited < PATIENCE; waited += STEP) {
      await wait(STEP, undefined, { ref: false });
      left = this.#left();
    }
    const holds = left.length === 0 && this.#rejections === 0;
    const figure = holds ? '0' : `${this.#rejections} rejections, handles: ${left.join(', ') || 'none'}`;
    const file = process.env.RELIABILITY_REPORT;
    if (file !== undefined) appendFileSync(file, `${JSON.stringify({ row: ROW, figure, holds })}\n`);
  }

  #left() {
    return [...countByType()].flatMap(([type, count]) => {
      const more = count - (this.#before.get(type) ?? 0);
      return more > 0 ? [`${more} ${type}`] : [];
    });
  }
}
