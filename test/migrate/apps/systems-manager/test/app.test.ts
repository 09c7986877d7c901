import 'reflect-metadata';
import assert from 'node:assert/strict';
import test from 'node:test';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../src/app.module';
import { FeaturesService } from '../src/features.service';
import { MailClient } from '../src/mail.client';
import { OrdersRepository } from '../src/orders.repository';

test('the shop', async (t) => {
  const app = await NestFactory.createApplicationContext(AppModule, {
    logger: false,
  });
  t.after(() => app.close());

  await t.test('has its orders', () => {
    const orders = app.get(OrdersRepository);
    assert.equal(orders.url, 'postgres://db.internal:5432');
    assert.equal(orders.table(), 'shop_orders');
    assert.deepEqual(orders.page(), { size: 20, timeout: 3000 });
  });

  await t.test('has its features', () => {
    const features = app.get(FeaturesService);
    assert.equal(features.isOpen, true);
    assert.deepEqual(features.limits(), { orders: 100 });
    assert.equal(features.banner(), 'Welcome!');
  });

  await t.test('sends mail', () => {
    const headers = app.get(MailClient).headers();
    assert.deepEqual(headers, { authorization: 'Bearer m1' });
  });
});
