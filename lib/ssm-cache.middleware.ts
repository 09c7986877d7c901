import { Inject, Injectable, type NestMiddleware } from '@nestjs/common';
import { realCache } from './cache/real-cache.js';
import { SsmCache } from './cache/ssm-cache.js';

/**
 * Makes synchronous reads strict for a request, as `SsmCacheInterceptor` does, and before guards run: everything that is
 * older than its max age is refreshed, in one batch. A request that finds everything fresh does not wait. What cannot be
 * refreshed is read as it is after any failed refresh.
 *
 * @example
 * ```ts
 * export class AppModule implements NestModule {
 *   configure(consumer: MiddlewareConsumer): void {
 *     consumer.apply(SsmCacheMiddleware).forRoutes(PricesController);
 *   }
 * }
 * ```
 *
 * @see https://docs.nestjs.com/middleware
 * @publicApi
 */
@Injectable()
export class SsmCacheMiddleware implements NestMiddleware {
  constructor(@Inject(SsmCache) private readonly cache: SsmCache) {}

  /** Refreshes what is expired, then lets the request go on. */
  async use(_request: unknown, _response: unknown, next: () => void): Promise<void> {
    await realCache(this.cache)?.refreshExpired();
    next();
  }
}
