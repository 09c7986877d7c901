import { Injectable } from '@nestjs/common';
import { RecentSeconds, type RequestSecond } from './recent-seconds.js';

export interface RequestCounts {
  readonly served: number;
  readonly failed: number;
  readonly inFlight: number;
}

/** Counts requests by their outcome. A refused input (4xx) was served; 5xx, or no answer at all, is a failure. */
@Injectable()
export class RequestMetrics {
  private readonly recent = new RecentSeconds();
  private served = 0;
  private failed = 0;
  private inFlight = 0;

  get counts(): RequestCounts {
    return { served: this.served, failed: this.failed, inFlight: this.inFlight };
  }

  /** Of the last minute. */
  get seconds(): readonly RequestSecond[] {
    return this.recent.all;
  }

  begin(): void {
    this.inFlight++;
  }

  /** @param latency in milliseconds */
  end(succeeded: boolean, latency: number): void {
    this.inFlight--;
    if (succeeded) this.served++;
    else this.failed++;
    this.recent.add(succeeded, latency);
  }
}
