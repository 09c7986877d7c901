import {
  Inject,
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { Observable } from 'rxjs';
import { realCache } from './cache/real-cache.js';
import { SsmCache } from './cache/ssm-cache.js';

/**
 * Makes synchronous reads strict for a request: everything that is older than its max age is refreshed, in one batch, before
 * the handler runs. A request that finds everything fresh does not wait. What cannot be refreshed is read as it is after
 * any failed refresh.
 *
 * @example
 * ```ts
 * @UseInterceptors(SsmCacheInterceptor)
 * @Controller('prices')
 * export class PricesController {}
 * ```
 *
 * @see https://docs.nestjs.com/interceptors
 * @publicApi
 */
@Injectable()
export class SsmCacheInterceptor implements NestInterceptor {
  constructor(@Inject(SsmCache) private readonly cache: SsmCache) {}

  async intercept(_context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    await realCache(this.cache)?.refreshExpired();
    return next.handle();
  }
}
