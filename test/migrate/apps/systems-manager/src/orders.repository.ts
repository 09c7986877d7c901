import { Inject, Injectable } from '@nestjs/common';
import { SystemsManagerService } from '@nestjs-aws/systems-manager';
import { DATABASE_URL } from './database.providers';

@Injectable()
export class OrdersRepository {
  constructor(
    @Inject(DATABASE_URL) readonly url: string,
    private readonly systemsManager: SystemsManagerService,
  ) {}

  table(): string {
    const prefix = this.systemsManager.get('orders.prefix');
    return `${prefix}_orders`;
  }

  page(): { size: number; timeout: number } {
    return {
      size: this.systemsManager.getAsNumber('orders.page-size'),
      timeout: this.systemsManager.getAsNumber('timeout') * 1000,
    };
  }
}
