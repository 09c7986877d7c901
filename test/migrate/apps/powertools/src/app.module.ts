import { Module } from '@nestjs/common';
import { PaymentsClient } from './payments.client';
import { QuotesService } from './quotes.service';
import { TenantsService } from './tenants.service';

@Module({
  providers: [PaymentsClient.provider, QuotesService, TenantsService],
})
export class AppModule {}
