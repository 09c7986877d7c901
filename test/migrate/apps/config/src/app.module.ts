import { Module } from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import { DatabaseModule } from './database.module';
import { JwtStrategy } from './jwt.strategy';
import { SettingsService } from './settings.service';
import { StorageService } from './storage.service';

@Module({
  imports: [
    ConfigModule.forRoot(),
    DatabaseModule.forRootAsync({
      imports: [ConfigModule],
      inject: [ConfigService],
      useFactory: (config: ConfigService) => ({
        host: config.get<string>('DB_HOST', 'localhost'),
        port: config.get<number>('DB_PORT'),
        password: config.getOrThrow<string>('DB_PASSWORD'),
      }),
    }),
  ],
  providers: [ConfigService, JwtStrategy, SettingsService, StorageService],
})
export class AppModule {}
