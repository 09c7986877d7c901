import { setTimeout as sleep } from 'node:timers/promises';
import type { Balancer } from './balancer.js';
import { InstanceProcess } from './instance-process.js';
import type { InstancePlan } from './instance.interface.js';

const TICK = 5;
/** Milliseconds until a value that some process has not got counts as a failure of the demo. */
const PATIENCE = 40_000;

/** The processes of the fleet, behind their balancer. */
export class Instances {
  private all: readonly InstanceProcess[] = [];

  constructor(
    private readonly plan: InstancePlan,
    private readonly balancer: Balancer,
    private readonly signal: AbortSignal,
  ) {}

  /** Starts so many at once. @returns how long each of them took, in milliseconds */
  async start(count: number): Promise<readonly number[]> {
    const starting = Array.from({ length: count }, async () => {
      const instance = await InstanceProcess.start(this.plan, this.signal);
      this.all = [...this.all, instance];
      this.balancer.add(instance.url);
      return performance.now() - instance.startedAt;
    });
    return Promise.all(starting);
  }

  /** Kills one in the middle of a request. */
  async killBusy(): Promise<void> {
    const url = await this.balancer.nextGet();
    const victim = this.all.find((one) => one.url === url);
    await victim?.kill();
    this.balancer.remove(url);
    this.all = this.all.filter((one) => one !== victim);
  }

  /**
   * Waits until every process that was there at `since` has a version. Who started later has loaded it.
   *
   * @returns how long that took from `since`, in milliseconds; for ever, if it takes too long
   */
  async haveVersion(name: string, version: number | string, since: number): Promise<number> {
    const end = performance.now() + PATIENCE;
    for (;;) {
      const all = this.all.filter(({ startedAt }) => startedAt < since);
      const times = all.map((instance) => instance.hadAt(name, version));
      if (times.every((time) => time !== undefined)) return Math.max(0, ...times.map((time) => time - since));
      if (performance.now() > end) return Infinity;
      this.signal.throwIfAborted();
      await sleep(TICK);
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.all.map((instance) => instance.stop()));
  }
}
