import { startEmbeddedPostgres } from '../../sample-app/environment/postgres/index.js';
import { describeRecipes } from './support/describe-recipes.js';

describeRecipes(
  'On PostgreSQL',
  [
    { client: 'pg', page: 'pg' },
    { client: 'TypeORM', page: 'typeorm-postgres' },
    { client: 'Sequelize', page: 'sequelize-postgres' },
    { client: 'Knex', page: 'knex' },
    { client: 'MikroORM', page: 'mikro-orm' },
    { client: 'Drizzle', page: 'drizzle' },
    { client: 'Prisma', page: 'prisma', generated: 'generated/prisma' },
  ],
  {
    file: 'postgres-server',
    exported: 'postgresServer',
    start: () => startEmbeddedPostgres(new AbortController().signal),
  },
);
