import { Injectable } from '@nestjs/common';
import * as terminus from '@nestjs/terminus';
import type { HealthIndicatorResult } from '@nestjs/terminus';
import type { SsmCache } from '../cache/ssm-cache.js';
import { InjectSsmCache } from '../decorators/inject-ssm-cache.decorator.js';
import type { SsmCacheHealth, SsmCacheHealthOptions } from '../health/health.interface.js';
import { HealthCheckFailed } from './health-check-failed.error.js';

/**
 * How `SsmHealthIndicator` judges.
 *
 * @example
 * ```ts
 * indicator.isHealthy('ssm', { degraded: 'down', staleAfter: 600 });
 * ```
 *
 * @publicApi
 */
export interface SsmHealthIndicatorOptions extends SsmCacheHealthOptions {
  /**
   * What a degraded cache is reported as. Terminus 12 knows `degraded`, with status 200; Terminus 10 and 11 get `up`. With
   * `down` an outage of AWS takes all instances out of the load balancer, although they have values to serve.
   *
   * @default 'up'
   */
  degraded?: 'up' | 'down';
}

/** Terminus 12 left the error out, and brought `degraded`. */
const knowsDegraded = !('HealthCheckError' in terminus);

/**
 * Reports `SsmCache.health()` to `@nestjs/terminus` 10, 11 or 12. Calls nothing.
 *
 * @example
 * ```ts
 * @Controller('health')
 * export class HealthController {
 *   constructor(
 *     private readonly health: HealthCheckService,
 *     private readonly ssm: SsmHealthIndicator,
 *   ) {}
 *
 *   @Get()
 *   @HealthCheck()
 *   check() {
 *     return this.health.check([() => this.ssm.isHealthy()]);
 *   }
 * }
 * ```
 *
 * @publicApi
 */
@Injectable()
export class SsmHealthIndicator {
  readonly #cache: SsmCache;

  constructor(@InjectSsmCache() cache: SsmCache) {
    this.#cache = cache;
  }

  /**
   * The result for `HealthCheckService.check()`, under `key`. It shows what `SsmCache.health()` says: counts, codes and
   * clients; names with `names: true`; never a value. `state` says `degraded` where the status does not.
   *
   * @param options how a degraded cache is reported, and what is shown
   * @throws what Terminus 10 and 11 take for a failed check, if the cache is down; `OptionRangeError` or
   * `InvalidDeclarationError` for an option that cannot be
   */
  isHealthy(key = 'ssm', options: SsmHealthIndicatorOptions = {}): HealthIndicatorResult {
    const { degraded, ...judging } = options;
    const { status: state, ...details } = this.#cache.health(judging);
    const status = reported(state, degraded);
    const result = { [key]: { ...details, status, ...(status !== state && { state }) } };
    if (status === 'down' && !knowsDegraded) throw new HealthCheckFailed(`${key} is not available`, result);
    return result;
  }
}

const reported = (state: SsmCacheHealth['status'], degraded: 'up' | 'down' | undefined): typeof state => {
  if (state !== 'degraded') return state;
  return degraded ?? (knowsDegraded ? 'degraded' : 'up');
};
