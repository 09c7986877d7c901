import { startEmbeddedPostgres } from '../../sample-app/environment/postgres/index.js';
import { describeRecipes } from './support/describe-recipes.js';

describeRecipes(
  'On PostgreSQL',
  [
    { client: 'pg', page: 'pg' },
    { client: 'TypeORM', page: 'typeorm-postgres' },
    {
      client: '@nestjs/typeorm',
      page: 'typeorm-postgres',
      file: 'orders.module.ts',
      className: 'OrdersRepository',
      moduleName: 'OrdersModule',
    },
    { client: 'Sequelize', page: 'sequelize-postgres', mixesFailures: true },
    { client: 'Knex', page: 'knex', mixesFailures: true },
    { client: 'MikroORM', page: 'mikro-orm', mixesFailures: true },
    { client: 'Drizzle', page: 'drizzle' },
    { client: 'Prisma', page: 'prisma', generated: 'generated/prisma' },
  ],
  {
    file: 'postgres-server',
    exported: 'postgresServer',
    start: () => startEmbeddedPostgres(new AbortController().signal),
  },
);
