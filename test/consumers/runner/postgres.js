import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { Client } from 'pg';
import { once } from './once.js';
import { repository } from './places.js';

const SOURCE = 'sample-app/environment/postgres/index.ts';
/** In the repository, where it finds the packages of PostgreSQL. */
const COMPILED = join(repository, 'node_modules/.cache/consumers/postgres.mjs');

const TABLES = `
  CREATE TABLE orders (id text PRIMARY KEY);
  CREATE TABLE customers (id text PRIMARY KEY);
  INSERT INTO orders VALUES ('1');
  CREATE ROLE app LOGIN;
  CREATE ROLE app_clone LOGIN;
  GRANT SELECT ON orders, customers TO app, app_clone;
`;

const launcher = once(async () => {
  await build({
    entryPoints: [join(repository, SOURCE)],
    outfile: COMPILED,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
  });
  return import(pathToFileURL(COMPILED).href);
});

const execute = async (connectionString, statements) => {
  const client = new Client({ connectionString });
  await client.connect();
  await client.query(statements);
  await client.end();
};

/** Runs `work` with the address of a real PostgreSQL that has the tables and the users of the pages in the database `shop`. */
export const withPostgres = async (work) => {
  const { startEmbeddedPostgres } = await launcher();
  const postgres = await startEmbeddedPostgres(new AbortController().signal);
  try {
    await execute(postgres.adminUrl, 'CREATE DATABASE shop');
    await execute(new URL('/shop', postgres.adminUrl).href, TABLES);
    return await work(postgres.adminUrl);
  } finally {
    await postgres.stop();
  }
};
