import { Injectable, Logger } from '@nestjs/common';
import { OrdersRepository } from '../orders/orders.repository.js';
import { SettingsService } from '../settings/settings.service.js';

export type Status = 'up' | 'down';

export interface Health {
  readonly status: 'ok' | 'error';
  readonly database: Status;
  readonly cache: Status;
}

@Injectable()
export class HealthService {
  private readonly logger = new Logger(HealthService.name);

  constructor(
    private readonly orders: OrdersRepository,
    private readonly settings: SettingsService,
  ) {}

  async check(): Promise<Health> {
    const [database, cache] = await Promise.all([
      this.probe('database', () => this.orders.ping()),
      this.probe('cache', () => this.settings.upToDate),
    ]);
    return { status: database === 'up' && cache === 'up' ? 'ok' : 'error', database, cache };
  }

  /** Why something is down is for the log: a health endpoint is often public. */
  private async probe(what: string, use: () => Promise<unknown>): Promise<Status> {
    try {
      await use();
      return 'up';
    } catch (error) {
      this.logger.warn(`The ${what} is down: ${error instanceof Error ? error.message : String(error)}`);
      return 'down';
    }
  }
}
