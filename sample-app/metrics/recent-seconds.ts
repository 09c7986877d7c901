const SECONDS = 60;

/** The requests that ended within one second. */
export interface RequestSecond {
  /** Since the epoch, in seconds. */
  readonly at: number;
  readonly served: number;
  readonly failed: number;
  /** The longest latency, in milliseconds. */
  readonly longest: number;
}

/** What became of the requests of the last minute, second by second. */
export class RecentSeconds {
  private seconds: RequestSecond[] = [];

  /** @param now the time in milliseconds since the epoch */
  constructor(private readonly now: () => number = Date.now) {}

  /** The seconds that are over and in which a request ended, the oldest first. */
  get all(): readonly RequestSecond[] {
    const current = this.current;
    return this.seconds.filter(({ at }) => at < current && at >= current - SECONDS);
  }

  add(succeeded: boolean, latency: number): void {
    const at = this.current;
    const isOpen = this.seconds.at(-1)?.at === at;
    const second = (isOpen ? this.seconds.pop() : undefined) ?? { at, served: 0, failed: 0, longest: 0 };
    this.seconds.push({
      at,
      served: second.served + Number(succeeded),
      failed: second.failed + Number(!succeeded),
      longest: Math.max(second.longest, latency),
    });
    this.seconds = this.seconds.slice(-SECONDS - 1);
  }

  private get current(): number {
    return Math.floor(this.now() / 1_000);
  }
}
