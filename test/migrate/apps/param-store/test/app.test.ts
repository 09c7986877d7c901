import 'reflect-metadata';
import assert from 'node:assert/strict';
import test from 'node:test';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../src/app.module';
import { PostsService } from '../src/posts.service';

test('the posts', async (t) => {
  const app = await NestFactory.createApplicationContext(AppModule, {
    logger: false,
  });
  t.after(() => app.close());
  const posts = app.get(PostsService);

  assert.equal(posts.url.host, 'posts.internal');
  assert.deepEqual(posts.query('ada'), {
    TableName: 'ProductionPostTable',
    Limit: 25,
    ConsistentRead: true,
    Key: 'USER#ada',
  });
});
