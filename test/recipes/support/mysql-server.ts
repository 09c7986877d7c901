import { createPool, type RowDataPacket } from 'mysql2/promise';
import type { Server } from './rotate-under-load.js';

const CONNECTIONS = 'FROM information_schema.processlist WHERE user IN (?)';

/** @param adminUrl of a server that is running */
export const mysqlServer = async (adminUrl: string): Promise<Server & { close(): Promise<void> }> => {
  const { hostname, port } = new URL(adminUrl);
  Object.assign(process.env, { DB_HOST: hostname, DB_PORT: port });
  const admin = createPool({ uri: adminUrl, connectionLimit: 1 });
  await admin.query('CREATE DATABASE shop');
  await admin.query('CREATE TABLE shop.orders (id int)');
  return {
    createUser: async (user) => {
      await admin.query('CREATE USER ?@?', [user, '%']);
      await admin.query('GRANT SELECT ON shop.* TO ?@?', [user, '%']);
    },
    setPassword: async (user, password) => {
      await admin.query('ALTER USER ?@? IDENTIFIED BY ?', [user, '%', password]);
    },
    closeConnections: async (users) => {
      const [rows] = await admin.query<RowDataPacket[]>(`SELECT id ${CONNECTIONS}`, [users]);
      for (const { id } of rows) await admin.query(`KILL ${id}`);
    },
    usersLoggedIn: async (users) => {
      const [rows] = await admin.query<RowDataPacket[]>(`SELECT DISTINCT user AS name ${CONNECTIONS}`, [
        users,
      ]);
      return rows.map(({ name }) => name);
    },
    close: () => admin.end(),
  };
};
