import {
  Module,
  ValidationPipe,
  type DynamicModule,
  type MiddlewareConsumer,
  type NestModule,
} from '@nestjs/common';
import { APP_GUARD, APP_PIPE } from '@nestjs/core';
import { SsmCacheModule } from 'nestjs-ssm-cache';
import { TokensController } from './auth/tokens.controller.js';
import { DashboardModule } from './dashboard/dashboard.module.js';
import { EnvironmentModule, SAMPLE_ENVIRONMENT } from './environment/environment.module.js';
import { BASE_PATH } from './environment/names.js';
import type { SampleEnvironment } from './environment/sample-environment.interface.js';
import { HealthController } from './health/health.controller.js';
import { HealthModule } from './health/health.module.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { RequestMetricsMiddleware } from './metrics/request-metrics.middleware.js';
import { OrdersController } from './orders/orders.controller.js';
import { OrdersModule } from './orders/orders.module.js';
import { SalesController } from './orders/sales.controller.js';
import { RotationModule } from './rotation/rotation.module.js';
import { SameOriginGuard } from './security/same-origin.guard.js';
import { SettingsController } from './settings/settings.controller.js';
import { SettingsModule } from './settings/settings.module.js';

@Module({
  imports: [
    SsmCacheModule.forRootAsync({
      inject: [SAMPLE_ENVIRONMENT],
      useFactory: ({ aws, fleet, localFile, maxAge = 60, queueUrl }: SampleEnvironment) => ({
        basePath: BASE_PATH,
        maxAge,
        ssm: aws,
        secretsManager: aws,
        local: localFile,
        // Where one process reads, there are no others to spread the refreshes for.
        events: queueUrl === undefined ? undefined : { queueUrl, sqs: aws, spread: fleet ? 1 : 0 },
        fleet,
      }),
    }),
    MetricsModule,
    OrdersModule,
    SettingsModule,
    RotationModule,
    HealthModule,
    DashboardModule,
  ],
  providers: [
    { provide: APP_GUARD, useClass: SameOriginGuard },
    {
      provide: APP_PIPE,
      useValue: new ValidationPipe({ transform: true, whitelist: true, forbidNonWhitelisted: true }),
    },
  ],
})
export class AppModule implements NestModule {
  static forRoot(environment: SampleEnvironment): DynamicModule {
    return { module: AppModule, imports: [EnvironmentModule.forRoot(environment)] };
  }

  configure(consumer: MiddlewareConsumer): void {
    // Without the rotation itself: it lasts as long as its window.
    consumer
      .apply(RequestMetricsMiddleware)
      .forRoutes(OrdersController, SalesController, TokensController, SettingsController, HealthController);
  }
}
