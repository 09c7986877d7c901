import { Controller, Get } from '@nestjs/common';
import { SettingsService } from './settings.service.js';

@Controller('settings')
export class SettingsController {
  constructor(private readonly settings: SettingsService) {}

  @Get()
  async findAll() {
    const { maxQuantity, currencies, freeShipping } = this.settings;
    return { maxQuantity, currencies, freeShipping, supportEmail: await this.settings.supportEmail };
  }
}
