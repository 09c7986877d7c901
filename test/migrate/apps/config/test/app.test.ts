import 'reflect-metadata';
import assert from 'node:assert/strict';
import test from 'node:test';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../src/app.module';
import { JwtStrategy } from '../src/jwt.strategy';
import { SettingsService } from '../src/settings.service';
import { StorageService } from '../src/storage.service';

test('the shop', async (t) => {
  const app = await NestFactory.createApplicationContext(AppModule, {
    logger: false,
  });
  t.after(() => app.close());

  const settings = app.get(SettingsService);
  assert.equal(settings.database, 'postgres://shop:p1@db.internal:5432');
  assert.deepEqual(settings.page(), { size: 50, isDark: false, stage: 'test' });

  const { options } = app.get(JwtStrategy);
  assert.deepEqual(options, { secretOrKey: 'j1', issuer: 'shop' });

  const storage = app.get(StorageService);
  assert.equal(storage.url('a.png'), 's3://shop-files/a.png');
  assert.equal(storage.retries(), 5);
});
