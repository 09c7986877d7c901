import { Injectable } from '@nestjs/common';

export interface RequestCounts {
  readonly served: number;
  readonly failed: number;
  readonly inFlight: number;
}

/** Counts requests by their outcome. A refused input (4xx) was served; 5xx, or no answer at all, is a failure. */
@Injectable()
export class RequestMetrics {
  private served = 0;
  private failed = 0;
  private inFlight = 0;

  get counts(): RequestCounts {
    return { served: this.served, failed: this.failed, inFlight: this.inFlight };
  }

  begin(): void {
    this.inFlight++;
  }

  end(succeeded: boolean): void {
    this.inFlight--;
    if (succeeded) this.served++;
    else this.failed++;
  }
}
