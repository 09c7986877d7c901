import { Body, Controller, Get, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { PushSettingDto } from './dto/push-setting.dto.js';
import type { Settings } from './settings.schema.js';
import { SettingsPusher, type Push } from './settings-pusher.js';
import { SettingsService } from './settings.service.js';

@Controller('settings')
export class SettingsController {
  constructor(
    private readonly settings: SettingsService,
    private readonly pusher: SettingsPusher,
  ) {}

  @Get()
  findAll(): Settings {
    return this.settings.current;
  }

  @Post('push')
  @HttpCode(HttpStatus.OK)
  async push(@Body() setting: PushSettingDto): Promise<Push> {
    return this.pusher.push(setting);
  }
}
