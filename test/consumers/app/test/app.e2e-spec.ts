import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { SSM_CLIENT, SsmCache } from 'nestjs-ssm-cache';
import { InMemoryParameterStore } from 'nestjs-ssm-cache/testing';
import request from 'supertest';
import { AppModule } from '../src/app.module.js';

describe('greetings', () => {
  const parameterStore = new InMemoryParameterStore({
    '/prod/shop/greeting': 'Hello',
    '/prod/shop/repeats': '2',
  });
  let app: INestApplication;

  beforeAll(async () => {
    const module = await Test.createTestingModule({ imports: [AppModule] })
      .overrideProvider(SSM_CLIENT)
      .useValue(parameterStore)
      .compile();
    app = module.createNestApplication();
    await app.listen(0, '127.0.0.1');
  });
  afterAll(() => app.close());

  it('are what the parameter store holds', async () => {
    await request(app.getHttpServer()).get('/greetings/Ada').expect(200, { text: 'Hello, Ada!', repeats: 2 });
  });

  it('follow a new value', async () => {
    parameterStore.put('/prod/shop/greeting', 'Good evening');
    await app.get(SsmCache).refresh();

    await request(app.getHttpServer())
      .get('/greetings/Ada')
      .expect(200, { text: 'Good evening, Ada!', repeats: 2 });
  });
});
