import { Module } from '@nestjs/common';
import { OrdersModule } from '../orders/orders.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { HealthController } from './health.controller.js';
import { HealthService } from './health.service.js';

@Module({
  imports: [OrdersModule, SettingsModule],
  controllers: [HealthController],
  providers: [HealthService],
})
export class HealthModule {}
