import { Controller, Get } from '@nestjs/common';
import { HealthCheck, HealthCheckService, type HealthCheckResult } from '@nestjs/terminus';
import { SsmHealthIndicator } from 'nestjs-ssm-cache/terminus';
import { DatabaseHealthIndicator } from './database-health.indicator.js';

/** 503 without the database or a value that the service needs; 200 while older values are served. */
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly database: DatabaseHealthIndicator,
    private readonly ssm: SsmHealthIndicator,
  ) {}

  @Get()
  @HealthCheck()
  async check(): Promise<HealthCheckResult> {
    return this.health.check([() => this.database.isHealthy(), () => this.ssm.isHealthy()]);
  }
}
