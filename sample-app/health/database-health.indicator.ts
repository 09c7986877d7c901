import { Injectable, Logger } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import { OrdersRepository } from '../orders/orders.repository.js';

@Injectable()
export class DatabaseHealthIndicator {
  private readonly logger = new Logger(DatabaseHealthIndicator.name);

  constructor(
    private readonly orders: OrdersRepository,
    private readonly indicators: HealthIndicatorService,
  ) {}

  /** Why the database is down is for the log: a health endpoint is often public. */
  async isHealthy(): Promise<HealthIndicatorResult<'database'>> {
    const indicator = this.indicators.check('database');
    try {
      await this.orders.ping();
      return indicator.up();
    } catch (error) {
      this.logger.warn(`The database is down: ${error instanceof Error ? error.message : String(error)}`);
      return indicator.down();
    }
  }
}
