import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { SsmHealthIndicator } from 'nestjs-ssm-cache/terminus';
import { OrdersModule } from '../orders/orders.module.js';
import { DatabaseHealthIndicator } from './database-health.indicator.js';
import { HealthController } from './health.controller.js';

/** Terminus logs nothing: the indicator of the database and the cache do so, and say why. */
@Module({
  imports: [TerminusModule.forRoot({ logger: false }), OrdersModule],
  controllers: [HealthController],
  providers: [DatabaseHealthIndicator, SsmHealthIndicator],
})
export class HealthModule {}
