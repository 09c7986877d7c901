import { Module } from '@nestjs/common';
import { MetricsModule } from '../metrics/metrics.module.js';
import { RotationModule } from '../rotation/rotation.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { DashboardController } from './dashboard.controller.js';

@Module({ imports: [MetricsModule, RotationModule, SettingsModule], controllers: [DashboardController] })
export class DashboardModule {}
