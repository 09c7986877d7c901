import { Module } from '@nestjs/common';
import { SettingsChanges } from './settings-changes.js';
import { SettingsController } from './settings.controller.js';
import { SettingsPusher } from './settings-pusher.js';
import { SettingsService } from './settings.service.js';

@Module({
  controllers: [SettingsController],
  providers: [SettingsChanges, SettingsPusher, SettingsService],
  exports: [SettingsChanges, SettingsService],
})
export class SettingsModule {}
