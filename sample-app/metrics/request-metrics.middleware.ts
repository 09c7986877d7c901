import { Injectable, type NestMiddleware } from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { RequestMetrics } from './request-metrics.js';

/** A middleware rather than an interceptor: those do not see what a guard or a pipe refuses. */
@Injectable()
export class RequestMetricsMiddleware implements NestMiddleware {
  constructor(private readonly metrics: RequestMetrics) {}

  use(_request: IncomingMessage, response: ServerResponse, next: () => void): void {
    const startedAt = performance.now();
    this.metrics.begin();
    response.once('close', () =>
      this.metrics.end(response.writableFinished && response.statusCode < 500, performance.now() - startedAt),
    );
    next();
  }
}
