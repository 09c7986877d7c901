import { Module } from '@nestjs/common';
import { SystemsManagerModule } from '@nestjs-aws/systems-manager';
import { databaseProviders } from './database.providers';
import { FeaturesService } from './features.service';
import { MailClient } from './mail.client';
import { OrdersRepository } from './orders.repository';

@Module({
  imports: [
    SystemsManagerModule.register({
      awsRegion: 'eu-west-1',
      awsParamStorePath: '/prod/shop',
      awsParamStoreContinueOnError: false,
      preserveHierarchy: true,
      useSecretsManager: true,
      secretsManagerSecretNames: ['prod/mail'],
    }),
  ],
  providers: [
    ...databaseProviders,
    FeaturesService,
    MailClient,
    OrdersRepository,
  ],
})
export class AppModule {}
