import { describeRecipes } from './support/describe-recipes.js';
import { findProgram, startRedis } from './support/start-server.js';

const program = await findProgram('/usr/bin/redis-server', '/usr/local/bin/redis-server');

describeRecipes(
  program === undefined ? 'On Redis, which is not installed ("apt-get install redis-server")' : 'On Redis',
  [
    { client: 'ioredis 5', page: 'ioredis' },
    { client: 'ioredis 6', page: 'ioredis', instead: ['ioredis', 'ioredis-6'] },
    { client: 'node-redis 5', page: 'node-redis', instead: ['redis', 'redis-5'] },
    { client: 'node-redis 6', page: 'node-redis' },
    { client: 'BullMQ', page: 'bullmq' },
  ],
  {
    file: 'redis-server',
    exported: 'redisServer',
    start: program === undefined ? undefined : () => startRedis(program),
  },
);
