import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { RedisServer } from './redis-server.js';

const SLOTS = 16_384;
const NODES = 3;

/** Three nodes of a test's own, each with a third of the slots. */
export const startCluster = async (...args: readonly string[]): Promise<readonly RedisServer[]> => {
  const servers = await Promise.all(
    Array.from({ length: NODES }, () => RedisServer.start('--cluster-enabled', 'yes', ...args)),
  );
  const admins = servers.map(({ port }) => new Redis(port));
  const slot = (node: number): number => Math.floor((SLOTS * node) / NODES);
  for (const [node, admin] of admins.entries()) {
    await admin.call('cluster', 'addslotsrange', slot(node), slot(node + 1) - 1);
    await admin.call('cluster', 'meet', '127.0.0.1', servers[0]?.port ?? 0);
  }
  const isReady = async (admin: Redis): Promise<boolean> => {
    const info = String(await admin.call('cluster', 'info'));
    return info.includes('cluster_state:ok') && info.includes(`cluster_known_nodes:${NODES}`);
  };
  for (let wait = 0; wait < 200; wait += 1) {
    if ((await Promise.all(admins.map(isReady))).every(Boolean)) break;
    await sleep(50);
  }
  for (const admin of admins) admin.disconnect();
  return servers;
};
