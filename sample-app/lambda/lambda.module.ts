import { Module } from '@nestjs/common';
import { SsmCacheModule } from 'nestjs-ssm-cache';
import { BASE_PATH } from '../environment/names.js';
import { QuoteService } from './quote.service.js';

/** Region and credentials come from the environment of the function. The start has to be over before its time-out. */
@Module({
  imports: [SsmCacheModule.forRoot({ basePath: BASE_PATH, maxAge: 300, preloadTimeout: 2 })],
  providers: [QuoteService],
})
export class LambdaModule {}
