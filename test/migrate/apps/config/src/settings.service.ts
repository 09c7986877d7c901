import { Inject, Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { DATABASE } from './database.module';

@Injectable()
export class SettingsService {
  constructor(
    private readonly config: ConfigService,
    @Inject(DATABASE) readonly database: string,
  ) {}

  page() {
    return {
      size: parseInt(this.config.get('PAGE_SIZE') ?? '20', 10),
      isDark: this.config.get('DARK_MODE') === 'true',
      stage: this.config.get('STAGE', 'test'),
    };
  }
}
