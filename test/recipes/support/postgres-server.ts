import { Client, Pool } from 'pg';
import type { Server } from './rotate-under-load.js';

const CONNECTIONS = 'FROM pg_stat_activity WHERE usename = ANY($1)';

/** @param adminUrl of a server that is running */
export const postgresServer = async (adminUrl: string): Promise<Server & { close(): Promise<void> }> => {
  const { hostname, port } = new URL(adminUrl);
  Object.assign(process.env, { DB_HOST: hostname, DB_PORT: port });
  const postgres = new Client({ connectionString: adminUrl });
  await postgres.connect();
  await postgres.query('CREATE DATABASE shop');
  await postgres.end();
  const shop = new Pool({ connectionString: new URL('/shop', adminUrl).href, max: 1 });
  await shop.query('CREATE TABLE orders (id int)');
  return {
    createUser: async (user) => {
      await shop.query(`CREATE ROLE "${user}" LOGIN`);
      await shop.query(`GRANT SELECT ON orders TO "${user}"`);
    },
    setPassword: async (user, password) => {
      await shop.query(`ALTER ROLE "${user}" PASSWORD '${password}'`);
    },
    closeConnections: async (users) => {
      await shop.query(`SELECT pg_terminate_backend(pid) ${CONNECTIONS}`, [users]);
    },
    usersLoggedIn: async (users) => {
      const { rows } = await shop.query<{ usename: string }>(`SELECT DISTINCT usename ${CONNECTIONS}`, [
        users,
      ]);
      return rows.map(({ usename }) => usename);
    },
    close: () => shop.end(),
  };
};
