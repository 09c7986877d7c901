import { Client, escapeIdentifier } from 'pg';
import type { DatabaseCredentials } from '../environment/sample-environment.interface.js';
import { setPassword } from './set-password.js';

const SCHEMA = `
  CREATE SCHEMA IF NOT EXISTS shop;
  CREATE TABLE IF NOT EXISTS shop.orders (
    id          uuid        PRIMARY KEY,
    item        text        NOT NULL,
    quantity    integer     NOT NULL CHECK (quantity > 0),
    unit_price  integer     NOT NULL CHECK (unit_price >= 0),
    currency    char(3)     NOT NULL,
    shipping    text        NOT NULL,
    created_at  timestamptz NOT NULL
  );
  CREATE INDEX IF NOT EXISTS orders_newest_first ON shop.orders (created_at DESC);
  CREATE TABLE IF NOT EXISTS shop.sales (
    item      text     NOT NULL,
    currency  char(3)  NOT NULL,
    quantity  bigint   NOT NULL,
    amount    bigint   NOT NULL,
    PRIMARY KEY (item, currency)
  );
`;

/** Creates the schema, and the role that the orders service logs in as: it may read and add orders, and keep the sales up to date. */
export async function prepareDatabase(adminUrl: string, credentials: DatabaseCredentials): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const role = escapeIdentifier(credentials.username);
    const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [
      credentials.username,
    ]);
    if (rowCount === 0) await client.query(`CREATE ROLE ${role} LOGIN`);
    await setPassword(client, credentials);
    await client.query(SCHEMA);
    await client.query(`GRANT USAGE ON SCHEMA shop TO ${role}`);
    await client.query(`GRANT SELECT, INSERT ON shop.orders TO ${role}`);
    await client.query(`GRANT SELECT, INSERT, UPDATE ON shop.sales TO ${role}`);
  } finally {
    await client.end();
  }
}
