import { Redis } from 'ioredis';
import type { Server } from './rotate-under-load.js';

/** @param adminUrl of a server that is running */
export const redisServer = async (adminUrl: string): Promise<Server & { close(): Promise<void> }> => {
  const { hostname, port } = new URL(adminUrl);
  Object.assign(process.env, { DB_HOST: hostname, DB_PORT: port });
  const admin = new Redis(adminUrl);
  return {
    createUser: async (user) => {
      await admin.call('ACL', 'SETUSER', user, 'on', '~*', '&*', '+@all', '-@dangerous', '+info');
    },
    setPassword: async (user, password) => {
      await admin.call('ACL', 'SETUSER', user, 'resetpass', `>${password}`);
    },
    closeConnections: async (users) => {
      for (const user of users) await admin.call('CLIENT', 'KILL', 'USER', user);
    },
    usersLoggedIn: async (users) => {
      const connections = String(await admin.call('CLIENT', 'LIST'));
      const names = new Set(Array.from(connections.matchAll(/ user=(\S+)/g), ([, name = '']) => name));
      return users.filter((user) => names.has(user));
    },
    close: async () => {
      await admin.quit();
    },
  };
};
