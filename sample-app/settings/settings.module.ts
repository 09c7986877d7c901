import { Module } from '@nestjs/common';
import { SettingsController } from './settings.controller.js';
import { SettingsPusher } from './settings-pusher.js';
import { SettingsService } from './settings.service.js';

@Module({
  controllers: [SettingsController],
  providers: [SettingsPusher, SettingsService],
  exports: [SettingsService],
})
export class SettingsModule {}
