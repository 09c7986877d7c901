import 'reflect-metadata';
import assert from 'node:assert/strict';
import test from 'node:test';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../src/app.module';
import { PaymentsClient } from '../src/payments.client';
import { QuotesService } from '../src/quotes.service';
import { TenantsService } from '../src/tenants.service';

test('the quotes', async (t) => {
  const app = await NestFactory.createApplicationContext(AppModule, {
    logger: false,
  });
  t.after(() => app.close());
  const quotes = app.get(QuotesService);

  assert.deepEqual(await quotes.quote(10), { amount: 15, currency: 'EUR' });
  assert.equal(await quotes.login(), 'ada:p1@db.internal');
  assert.equal(app.get(PaymentsClient).key, 'k1');
  assert.equal(await app.get(TenantsService).plan(), 'silver');
});
