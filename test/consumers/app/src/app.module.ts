import { Module } from '@nestjs/common';
import { SsmCacheModule } from 'nestjs-ssm-cache';
import { GreetingController } from './greeting.controller.js';
import { GreetingService } from './greeting.service.js';

@Module({
  imports: [SsmCacheModule.forRoot({ basePath: '/prod/shop', maxAge: 300 })],
  controllers: [GreetingController],
  providers: [GreetingService],
})
export class AppModule {}
